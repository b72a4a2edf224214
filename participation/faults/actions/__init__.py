"""All that changes a report. Each action locks the report first and adds one event; nothing is told twice."""

from __future__ import annotations

from .by_reporter import add_words, forget_contact
from .doubles import mark_double, undo_double
from .following import ask_to_follow, follow_report, say_yes, unfollow_report, withdraw_request
from .handling import change_status, correct_position, hand_over
from .inquiries import answer_inquiry
from .masking import mask_photo
from .news import give_news
from .parts import split_off
from .placing import assign, hand_to_unit, set_priority, write_note
from .publishing import set_publicity, show_photo
from .recategorising import set_category
from .reporting import Place, report_fault
from .sending import send_to_system
from .verdicts import asks_if_fixed, confirm_fixed, say_still_broken

__all__ = [
    "Place",
    "add_words",
    "answer_inquiry",
    "ask_to_follow",
    "asks_if_fixed",
    "assign",
    "change_status",
    "confirm_fixed",
    "correct_position",
    "follow_report",
    "forget_contact",
    "give_news",
    "hand_over",
    "hand_to_unit",
    "mark_double",
    "mask_photo",
    "report_fault",
    "say_still_broken",
    "say_yes",
    "send_to_system",
    "set_category",
    "set_priority",
    "set_publicity",
    "show_photo",
    "split_off",
    "undo_double",
    "unfollow_report",
    "withdraw_request",
    "write_note",
]
