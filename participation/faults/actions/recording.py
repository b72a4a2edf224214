"""What every action on a report has in common: the step to another status, and the event that tells of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from participation.faults.models import FaultEvent, FaultReport
from participation.faults.promises import DUE, postpone
from participation.faults.states import ENDED

from .dispatching import pass_on
from .on_the_map import put_on_the_map

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User

STEP_FIELDS = ("status", "status_since", "ended_at", "duplicate_of", "answered_at", "reopened", "ends_as", *DUE)


def step(report: FaultReport, status: str, *, now: datetime, original: FaultReport | None = None) -> None:
    """Put a locked report in another status and save it. Whether it may go there is for the caller to have asked."""
    if report.status in ENDED and status not in ENDED:
        report.reopened += 1
    if report.status == FaultReport.Status.ASKED != status:
        postpone(report, asked_at=report.status_since, now=now)
    report.status, report.status_since = status, now
    report.ended_at = now if status in ENDED else None
    if status not in ENDED:
        report.ends_as = ""  # somebody took it up: it does not end by itself with its parts
    report.duplicate_of = original
    if report.answered_at is None and status != FaultReport.Status.RECEIVED:
        report.answered_at = now
    report.save(update_fields=STEP_FIELDS)


def record(
    report: FaultReport,
    kind: str,
    *,
    now: datetime,
    by: User | None = None,
    message: str = "",
    detail: dict[str, Any] | None = None,
) -> FaultEvent:
    """The event, with where the report stands after it. Call it last, in the transaction that changed the report.

    `by` is staff, or nobody: an event stays, and a reporter may want to be forgotten.
    """
    event: FaultEvent = FaultEvent.objects.create(
        report=report,
        kind=kind,
        status=report.status,
        municipality=report.municipality,
        at=now,
        by=by,
        message=message.strip(),
        detail=detail or {},
    )
    if kind in FaultEvent.BESIDE:
        return event
    if kind not in FaultEvent.INTERNAL:  # others see the time, and ask for what changed since
        report.updated_at = now
    if kind in FaultEvent.FROM_REPORTER:
        report.has_news = kind != FaultEvent.Kind.FORGOTTEN or report.has_news
    elif by is not None and kind not in FaultEvent.INTERNAL:
        report.has_news = False
    report.save(update_fields=["updated_at", "has_news"])
    put_on_the_map(report)
    pass_on(event, now=now)
    return event


def of_double(report: FaultReport, text: str) -> dict[str, Any]:
    """For an event of the report that leads: what the reporter of a double said, which its own never reads."""
    return {"double": report.number, "words": text.strip()}
