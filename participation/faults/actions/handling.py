"""What staff do with a report. Whether they may is for the caller to have asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from participation.faults.errors import (
    AlreadyThere,
    HandOverRefused,
    IsADouble,
    NotHere,
    ReasonMissing,
    TransitionRefused,
)
from participation.faults.models import FaultEvent, FaultReport
from participation.faults.promises import promise
from participation.faults.review.waiting import let_go, wait
from participation.faults.states import ENDED, NEEDS_REASON, can_go
from participation.faults.telling import (
    tell_of_hand_over,
    tell_of_position,
    tell_of_status,
    tell_staff_of_report,
)
from participation.faults.telling_followers import tell_followers_of_hand_over

from .answered import FIELDS as ANSWERS
from .answered import change_category
from .dispatching import dispatch, leave_systems
from .inquiries import open_inquiry
from .locking import lock
from .placing import route
from .publishing import is_doubted, publish_as_they_do
from .recording import record, step
from .wholes import end_with_parts, follow_part

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User
    from participation.faults.models import CaseSystem, FaultCategory, RoutingRule
    from participation.places.models import Municipality

    from .reporting import Place

Kind = FaultEvent.Kind


@transaction.atomic
def change_status(
    *,
    report: FaultReport,
    by: User | None,
    status: str,
    message: str,
    now: datetime,
    system: CaseSystem | None = None,
    client: str = "",
    message_en: str = "",
    tell: bool = True,
) -> FaultEvent:
    """Nobody (`by=None`) is a case system that has the report, or whoever has the key of that `client`.

    A duplicate has an original, and goes nowhere without it: see doubles.py. Raises IsADouble.

    A report with open parts is not ended yet but ends with them; one ends when its last part does: see wholes.py.
    Raises AlreadyThere, TransitionRefused for a step not in `states.TRANSITIONS`, ReasonMissing for a no without a why.
    """
    report = lock(report)
    if report.duplicate_of is not None:
        raise IsADouble(report.duplicate_of.number)
    if status == report.status:
        raise AlreadyThere(report.status_for_others)
    if not can_go(report, status) or status == FaultReport.Status.DUPLICATE:
        raise TransitionRefused
    if status in NEEDS_REASON and not message.strip():
        raise ReasonMissing
    detail: dict[str, Any] = {"from": report.status} | ({"system": system.pk} if system else {})
    detail |= {"client": client} if client else {}
    detail |= {FaultEvent.IN_ENGLISH: message_en} if message_en else {}
    if status in ENDED and report.parts.open().exists():
        return end_with_parts(report, status, by=by, message=message, detail=detail, tell=tell, now=now)
    step(report, status, now=now)
    if status == FaultReport.Status.ASKED:
        open_inquiry(report, message.strip(), now=now)
    event = record(report, Kind.STATUS, by=by, message=message, detail=detail, now=now)
    told = follow_part(report, event, now=now) if report.part_of_id else False
    if not told and (tell or status == FaultReport.Status.ASKED):
        tell_of_status(report, event, now=now)
    return event


@transaction.atomic
def correct_position(*, report: FaultReport, by: User, place: Place, message: str, now: datetime) -> FaultEvent:
    report = lock(report)
    before = _placed(report)
    report.place, report.lon, report.lat = place.words, place.lon, place.lat
    report.position_source, report.accuracy = place.source, place.accuracy
    report.save(update_fields=["place", "lon", "lat", "position_source", "accuracy"])
    detail = {"from": before, "to": _placed(report)}
    event = record(report, Kind.POSITION, by=by, message=message, detail=detail, now=now)
    tell_of_position(report, event, now=now)
    return event


@transaction.atomic
def hand_over(
    *,
    report: FaultReport,
    by: User | None,
    to: Municipality,
    message: str,
    now: datetime,
    category: FaultCategory | None = None,
    rule: RoutingRule | None = None,
) -> FaultEvent:
    """The other municipality has it from now on, as new, where its own rules say; of the same kind if it has one.

    `category` is one of theirs that was chosen instead; `rule` is what handed it over, where nobody did. The number
    and the reporter's address stay. Others see it as that category says, and who follows it goes on following. The
    case systems that had it are told, and no longer decide anything.
    Raises HandOverRefused, NotHere.
    """
    report = lock(report)
    if to.pk == report.municipality_id or not to.is_open or not report.is_open:
        raise HandOverRefused
    if category is not None and category.municipality_id != to.pk:
        raise NotHere
    detail = {"from": report.municipality.code, "to": to.code} | ({"rule": rule.name} if rule else {})
    was_public, doubted = report.is_public, is_doubted(report)
    let_go(report, by=by, why=_("Felanmälan är lämnad till %(name)s.") % {"name": to.full_name}, now=now)
    code = report.category.code if report.category else ""
    same_kind = to.fault_categories.filter(code=code, is_active=True).first()
    change_category(report, category or same_kind)
    report.municipality = to
    noticed = publish_as_they_do(report, doubted=doubted, now=now)
    decision = route(report)
    promise(report, since=now)
    report.save(
        update_fields=[
            "municipality", "category", *ANSWERS, "department", "assigned_to", "priority", "publicity",
            "shown_at", "answer_due_on", "close_due_on",
        ]
    )  # fmt: skip
    step(report, FaultReport.Status.RECEIVED, now=now)
    event = record(report, Kind.HANDED_OVER, by=by, message=message, detail=detail, now=now)
    wait(report, noticed, now=now)
    leave_systems(report=report, now=now)
    dispatch(report=report, decision=decision, now=now)
    tell_of_hand_over(report, event, now=now)
    if was_public:
        tell_followers_of_hand_over(report, now=now)
    tell_staff_of_report(report, now=now)
    return event


def _placed(report: FaultReport) -> dict[str, Any]:
    return {"lon": report.lon, "lat": report.lat, "place": report.place}
