"""What the reporter says of the outcome: the fault is gone, or it is still there."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from participation.faults.errors import VerdictRefused
from participation.faults.models import FaultEvent, FaultReport
from participation.faults.telling import tell_of_reopening, tell_staff_of_verdict

from .locking import lock_leading
from .recording import of_double, record, step

if TYPE_CHECKING:
    from datetime import datetime

Kind, Status = FaultEvent.Kind, FaultReport.Status
ASKED_FOR = timedelta(days=90)  # after that the fault is a new one
MOST_REOPENED = 5
TOLD = (Kind.CONFIRMED, Kind.STILL_BROKEN)


def asks_if_fixed(report: FaultReport, *, now: datetime) -> bool:
    """Once the municipality is done with it, or has been silent for so long that it asked.

    Whoever reported what was known already is asked when the report that leads is done.
    """
    leads = report.duplicate_of or report
    if leads.is_open:
        since = report.reminded_at if leads is report else None
    else:
        since = leads.ended_at if leads.status in (Status.FIXED, Status.CLOSED) else None
    if since is None or now > since + ASKED_FOR or leads.reopened >= MOST_REOPENED:
        return False
    return not report.events.filter(kind__in=TOLD, at__gte=since).exists()


@transaction.atomic
def confirm_fixed(*, report: FaultReport, now: datetime) -> FaultEvent:
    """Raises VerdictRefused where nobody asks. Of an open report it is for staff to end it."""
    report, _leads = _asked(report, now)
    event = record(report, Kind.CONFIRMED, now=now)
    if report.is_open:
        tell_staff_of_verdict(report, now=now)
    return event


@transaction.atomic
def say_still_broken(*, report: FaultReport, text: str, now: datetime) -> FaultEvent:
    """An ended report waits to be read anew; an open one stays where it is. Raises VerdictRefused, TransitionRefused.

    Of a double, the one that leads is opened. The words stay with whoever wrote them, and staff of that one read them.
    """
    report, leads = _asked(report, now)
    was_open = leads.is_open
    if not was_open:
        step(leads, Status.RECEIVED, now=now)
    event = record(report, Kind.STILL_BROKEN, message=text, now=now)
    if leads is not report:
        record(leads, Kind.STILL_BROKEN, detail=of_double(report, text), now=now)
    tell_staff_of_verdict(leads, now=now)
    if not was_open:
        tell_of_reopening(leads, said_by=report, now=now)
    return event


def _asked(report: FaultReport, now: datetime) -> tuple[FaultReport, FaultReport]:
    report, leads = lock_leading(report)
    if not asks_if_fixed(report, now=now):
        raise VerdictRefused
    return report, leads
