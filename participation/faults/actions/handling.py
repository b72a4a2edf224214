"""What staff do with a report. Whether they may is for the caller to have asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from participation.faults.errors import HandOverRefused, ReasonMissing, TransitionRefused
from participation.faults.models import FaultEvent, FaultReport
from participation.faults.states import NEEDS_REASON, can_go
from participation.faults.telling import (
    tell_of_hand_over,
    tell_of_position,
    tell_of_status,
    tell_staff_of_report,
)

from .locking import lock

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User
    from participation.places.models import Municipality

    from .reporting import Place

Kind = FaultEvent.Kind


@transaction.atomic
def change_status(*, report: FaultReport, by: User, status: str, message: str, now: datetime) -> FaultEvent:
    """Raises TransitionRefused for a step that `states.TRANSITIONS` lacks, ReasonMissing for a no without a why."""
    report = lock(report)
    if not can_go(report, status):
        raise TransitionRefused
    if status in NEEDS_REASON and not message.strip():
        raise ReasonMissing
    detail = {"from": report.status}
    report.status, report.status_since = status, now
    report.save(update_fields=["status", "status_since"])
    event = _event(report, Kind.STATUS, by, message, now, detail)
    tell_of_status(report, event, now=now)
    return event


@transaction.atomic
def correct_position(*, report: FaultReport, by: User, place: Place, message: str, now: datetime) -> FaultEvent:
    report = lock(report)
    before = _placed(report)
    report.place, report.lon, report.lat = place.words, place.lon, place.lat
    report.position_source, report.accuracy = place.source, place.accuracy
    report.save(update_fields=["place", "lon", "lat", "position_source", "accuracy"])
    event = _event(report, Kind.POSITION, by, message, now, {"from": before, "to": _placed(report)})
    tell_of_position(report, event, now=now)
    return event


@transaction.atomic
def hand_over(*, report: FaultReport, by: User, to: Municipality, message: str, now: datetime) -> FaultEvent:
    """The other municipality has it from now on, as new. Its number and the reporter's address stay."""
    report = lock(report)
    if to.pk == report.municipality_id or not to.is_open or not report.is_open:
        raise HandOverRefused
    detail = {"from": report.municipality.code, "to": to.code}
    report.municipality, report.status, report.status_since = to, FaultReport.Status.RECEIVED, now
    report.save(update_fields=["municipality", "status", "status_since"])
    event = _event(report, Kind.HANDED_OVER, by, message, now, detail)
    tell_of_hand_over(report, event, now=now)
    tell_staff_of_report(report, now=now)
    return event


def _event(report: FaultReport, kind: str, by: User, message: str, now: datetime, detail: dict[str, Any]) -> FaultEvent:
    return FaultEvent.objects.create(
        report=report,
        kind=kind,
        status=report.status,
        municipality=report.municipality,
        at=now,
        by=by,
        message=message.strip(),
        detail=detail,
    )


def _placed(report: FaultReport) -> dict[str, Any]:
    return {"lon": report.lon, "lat": report.lat, "place": report.place}
