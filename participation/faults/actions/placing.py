"""Who has a report: its department, person and priority. Nothing of it is told to the reporter but a new department."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from participation.faults.deciding import Decision, decide, facts_of
from participation.faults.errors import AlreadySo, NotHere
from participation.faults.models import FaultEvent, FaultReport, Priority, RoutingRule
from participation.faults.permissions import can_handle_reports
from participation.faults.telling import tell_assigned, tell_of_news

from .locking import lock
from .recording import record

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User
    from participation.places.models import Department

Kind = FaultEvent.Kind


def route(report: FaultReport) -> Decision:
    """Put a new report where the rules of its municipality say; the caller saves it and follows `hand_to`."""
    rules = RoutingRule.objects.filter(municipality=report.municipality_id, is_active=True)
    decision = decide(rules.select_related("department", "person", "hand_to", "system"), facts_of(report))
    report.department = decision.department
    person = decision.person
    report.assigned_to = person if person is not None and may_have(person, report) else None
    if decision.priority is not None:
        report.priority = Priority(decision.priority)
    return decision


@transaction.atomic
def assign(*, report: FaultReport, by: User, to: User | None, now: datetime) -> FaultEvent:
    """Raises NotHere where the person handles no reports in the municipality, AlreadySo."""
    report = lock(report)
    if to is not None and not may_have(to, report):
        raise NotHere
    if report.assigned_to_id == (to.pk if to else None):
        raise AlreadySo
    detail = {"to": to.get_full_name() if to else ""}
    report.assigned_to = to
    report.save(update_fields=["assigned_to"])
    event = record(report, Kind.ASSIGNED, by=by, detail=detail, now=now)
    if to is not None:
        tell_assigned(report, by=by, now=now)
    return event


@transaction.atomic
def set_priority(*, report: FaultReport, by: User, priority: int, now: datetime) -> FaultEvent:
    report = lock(report)
    if report.priority == priority:
        raise AlreadySo
    detail = {"from": report.get_priority_display(), "to": str(Priority(priority).label)}
    report.priority = Priority(priority)
    report.save(update_fields=["priority"])
    return record(report, Kind.PRIORITY, by=by, detail=detail, now=now)


@transaction.atomic
def write_note(*, report: FaultReport, by: User, text: str, now: datetime) -> FaultEvent:
    """For colleagues alone."""
    return record(lock(report), Kind.NOTE, by=by, message=text, now=now)


@transaction.atomic
def hand_to_unit(
    *, report: FaultReport, by: User, department: Department, message: str = "", now: datetime
) -> FaultEvent:
    """Another department has it from now on, and nobody in particular. The reporter gets the words, if any."""
    report = lock(report)
    if department.municipality_id != report.municipality_id:
        raise NotHere
    if report.department_id == department.pk:
        raise AlreadySo
    detail = {"from": report.department.name if report.department else "", "to": department.name}
    report.department, report.assigned_to = department, None
    report.save(update_fields=["department", "assigned_to"])
    event = record(report, Kind.UNIT, by=by, message=message, detail=detail, now=now)
    if event.message:
        tell_of_news(report, event, now=now)
    return event


def may_have(person: User, report: FaultReport) -> bool:
    return person.is_active and can_handle_reports(person, report.municipality_id)
