"""What is written for the case systems, in the transaction that made it true. `case_systems/` does the sending."""

from __future__ import annotations

from typing import TYPE_CHECKING

from participation.faults.models import CategoryInSystem, Dispatch, FaultEvent, OutgoingUpdate

if TYPE_CHECKING:
    from datetime import datetime

    from participation.faults.deciding import Decision
    from participation.faults.models import CaseSystem, FaultCategory, FaultReport

Kind, State = FaultEvent.Kind, Dispatch.State
# What happened here and matters to whoever works on the case. Not what is internal to the municipality.
PASSED_ON = (Kind.WORDS, Kind.ANSWERED, Kind.STILL_BROKEN, Kind.CONFIRMED, Kind.STATUS, Kind.POSITION, Kind.SPLIT)


def destination(decision: Decision, category: FaultCategory | None) -> tuple[CaseSystem, str] | None:
    """The system that the rule names, else that of the category, and what the category is called there."""
    if decision.system is not None:
        return decision.system, decision.system_code
    if category is None:
        return None
    chosen = CategoryInSystem.objects.filter(category=category).select_related("system").first()
    return (chosen.system, chosen.code) if chosen else None


def dispatch(*, report: FaultReport, decision: Decision, now: datetime) -> Dispatch | None:
    """Hand a routed report over to its system, if that is in use. A second call changes nothing."""
    found = destination(decision, report.category)
    if found is None or not found[0].is_on:
        return None
    return dispatch_to(report=report, system=found[0], code=found[1], now=now)


def dispatch_to(*, report: FaultReport, system: CaseSystem, code: str = "", now: datetime) -> Dispatch:
    """For a route that names the system itself."""
    row, _is_new = Dispatch.objects.get_or_create(
        report=report,
        system=system,
        defaults={"code": code, "next_attempt_at": now, "waiting_since": now, "created_at": now},
    )
    return row


def pass_on(event: FaultEvent, *, now: datetime) -> None:
    """Queue the event for each system that has the report, but not for the one that it came from."""
    if event.kind not in PASSED_ON:
        return
    # Locked: a worker that is about to call the row done either sees this update or is seen by it.
    rows = list(
        Dispatch.objects.select_for_update().filter(report=event.report_id).exclude(system=event.detail.get("system"))
    )
    OutgoingUpdate.objects.bulk_create([OutgoingUpdate(dispatch=row, event=event) for row in rows])
    done = [row.pk for row in rows if row.state == State.DONE]
    Dispatch.objects.filter(pk__in=done, state=State.DONE).update(
        state=State.WAITING, attempts=0, next_attempt_at=now, waiting_since=now, error=""
    )
