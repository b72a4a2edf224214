"""Two reports of one fault. One of them leads; the other ends, and its reporter and followers hear of the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from participation.faults.errors import NotADouble, OnlyTheWhole, TransitionRefused
from participation.faults.models import FaultEvent, FaultFollower, FaultReport
from participation.faults.states import can_go
from participation.faults.telling import tell_of_status

from .locking import lock_both
from .recording import record, step

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User

Kind, Status = FaultEvent.Kind, FaultReport.Status


@transaction.atomic
def mark_double(*, report: FaultReport, original: FaultReport, by: User, message: str, now: datetime) -> FaultEvent:
    """Its followers follow the original from now on; who follows both already stays. Raises NotADouble, OnlyTheWhole.

    An original that is a double itself leads to its own, so that a chain is never longer than one.
    """
    if report.part_of_id or original.part_of_id:
        raise OnlyTheWhole
    report, original = lock_both(report, original.duplicate_of or original)
    if report == original or report.municipality_id != original.municipality_id or original.duplicate_of_id:
        raise NotADouble
    if report.doubles.exists() or report.parts.exists():
        raise NotADouble
    if not can_go(report, Status.DUPLICATE):
        raise TransitionRefused
    moved = _who_follow_only(report, original)
    detail = {"from": report.status, "original": original.number, "followers": moved}
    step(report, Status.DUPLICATE, original=original, now=now)
    event = record(report, Kind.STATUS, by=by, message=message, detail=detail, now=now)
    tell_of_status(report, event, now=now)
    _move(moved, report, original)
    record(original, Kind.REPORT_FOLLOWED, by=by, detail={"double": report.number}, now=now)
    return event


@transaction.atomic
def undo_double(*, report: FaultReport, by: User, message: str, now: datetime) -> FaultEvent:
    """It was another fault after all: open as it was sent, with the followers that it had. Raises TransitionRefused."""
    if report.duplicate_of is None:
        raise TransitionRefused
    report, original = lock_both(report, report.duplicate_of)
    if report.duplicate_of_id != original.pk:
        raise TransitionRefused
    marked = report.events.filter(kind=Kind.STATUS, status=Status.DUPLICATE).latest("at", "pk")
    _move(marked.detail.get("followers", []), original, report)
    reopened = report.reopened
    step(report, Status.RECEIVED, now=now)
    report.reopened = reopened  # it was never mended: the figures of the municipality must not say that it was
    report.save(update_fields=["reopened"])
    detail = {"from": Status.DUPLICATE, "original": original.number}
    event = record(report, Kind.STATUS, by=by, message=message, detail=detail, now=now)
    tell_of_status(report, event, now=now)
    return event


def _who_follow_only(report: FaultReport, original: FaultReport) -> list[int]:
    people, addresses = original.following.values("person"), original.following.values("email")
    rows = report.following.exclude(person__isnull=False, person__in=people)
    return list(rows.exclude(person__isnull=True, email__in=addresses).order_by("pk").values_list("pk", flat=True))


def _move(followers: list[int], source: FaultReport, target: FaultReport) -> None:
    """Those who have left since then are not brought back."""
    already = _who_follow_only(source, target)
    number = FaultFollower.objects.filter(pk__in=set(followers) & set(already), report=source).update(report=target)
    FaultReport.objects.filter(pk=source.pk).update(followers=F("followers") - number)
    FaultReport.objects.filter(pk=target.pk).update(followers=F("followers") + number)
