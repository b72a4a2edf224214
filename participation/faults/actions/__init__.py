"""All that changes a report. Each action locks the report first and adds one event; nothing is told twice."""

from __future__ import annotations

from .by_reporter import add_words, forget_contact
from .following import follow_report, unfollow_report
from .handling import change_status, correct_position, hand_over
from .publishing import set_publicity
from .reporting import Place, report_fault

__all__ = [
    "Place",
    "add_words",
    "change_status",
    "correct_position",
    "follow_report",
    "forget_contact",
    "hand_over",
    "report_fault",
    "set_publicity",
    "unfollow_report",
]
