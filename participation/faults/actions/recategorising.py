"""A report turns out to be of another kind: it goes where one of that kind goes, as if it had come in as one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from participation.faults.errors import AlreadySo, NotHere
from participation.faults.models import FaultEvent
from participation.faults.promises import promise

from .answered import FIELDS as ANSWERS
from .answered import change_category
from .dispatching import come_back, dispatch_to, leave_systems, system_in_use, withdraw_unsent
from .handling import hand_over
from .locking import lock
from .placing import may_have, route
from .recording import record

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User
    from participation.faults.models import CaseSystem, FaultCategory, FaultReport

Kind = FaultEvent.Kind


@transaction.atomic
def set_category(*, report: FaultReport, by: User, category: FaultCategory, now: datetime) -> FaultEvent:
    """The report goes where one of that kind goes, and what is promised counts from when it was sent.

    To the case system of that kind too, or to another municipality where a rule says so; then the event is that it
    was handed over. A system that has the case is told; where another gets it, it decides no more. Where none does, it
    goes on. Who has the report already keeps it. What others see does not widen: somebody looked at it as it is.
    Raises NotHere, AlreadySo.
    """
    report = lock(report)
    if category.municipality_id != report.municipality_id:
        raise NotHere
    if report.category_id == category.pk:
        raise AlreadySo
    detail: dict[str, Any] = {"from": report.category.name if report.category else "", "to": category.name}
    person = report.assigned_to
    change_category(report, category)
    decision = route(report)
    report.assigned_to = person if person is not None and may_have(person, report) else report.assigned_to
    promise(report, since=report.created_at)
    report.save(
        update_fields=[
            "category", *ANSWERS, "department", "assigned_to", "priority", "answer_due_on", "close_due_on"
        ]
    )  # fmt: skip
    if not report.is_open:  # nobody is to work on it
        return record(report, Kind.CATEGORY, by=by, detail=detail, now=now)
    to = decision.goes_to(report)
    found = None if to else system_in_use(decision, category)
    event = _record_with_systems(report, found, by=by, detail=detail, now=now)
    return hand_over(report=report, by=None, rule=decision.rule, to=to, message="", now=now) if to else event


def _record_with_systems(
    report: FaultReport, found: tuple[CaseSystem, str] | None, *, by: User, detail: dict[str, Any], now: datetime
) -> FaultEvent:
    """In the order that each needs: one that gets the report back hears of it, a new one gets all of it."""
    if found is None:
        withdraw_unsent(report=report)
        return record(report, Kind.CATEGORY, by=by, detail=detail, now=now)
    system, code = found
    come_back(report=report, system=system)
    event = record(report, Kind.CATEGORY, by=by, detail=detail | {"goes_to": system.name}, now=now)
    leave_systems(report=report, keep=system, now=now)
    dispatch_to(report=report, system=system, code=code, now=now)
    return event
