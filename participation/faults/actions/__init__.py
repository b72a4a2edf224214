"""All that changes a report. Each action locks the report first and adds one event; nothing is told twice."""

from __future__ import annotations

from .by_reporter import add_words, forget_contact
from .following import follow_report, unfollow_report
from .handling import change_status, correct_position, hand_over
from .inquiries import answer_inquiry
from .masking import mask_photo
from .publishing import set_publicity
from .reporting import Place, report_fault
from .verdicts import asks_if_fixed, confirm_fixed, say_still_broken

__all__ = [
    "Place",
    "add_words",
    "answer_inquiry",
    "asks_if_fixed",
    "change_status",
    "confirm_fixed",
    "correct_position",
    "follow_report",
    "forget_contact",
    "hand_over",
    "mask_photo",
    "report_fault",
    "say_still_broken",
    "set_publicity",
    "unfollow_report",
]
