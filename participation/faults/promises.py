"""By when a report is answered and ended, as its category promises. Whoever calls these saves the report."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from participation.core.working_days import add_working_days

if TYPE_CHECKING:
    from datetime import datetime

    from .models import FaultReport

DUE = ("answer_due_on", "close_due_on")


def promise(report: FaultReport, *, since: datetime) -> None:
    day, category = timezone.localdate(since), report.category
    report.answer_due_on = add_working_days(day, category.answer_within) if category else None
    report.close_due_on = add_working_days(day, category.close_within) if category else None


def postpone(report: FaultReport, *, asked_at: datetime, now: datetime) -> None:
    """While the reporter was asked, the clock stood still."""
    waited = timedelta(days=(timezone.localdate(now) - timezone.localdate(asked_at)).days)
    for name in DUE:
        if due := getattr(report, name):
            setattr(report, name, add_working_days(due + waited, 0))
