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
PASSED_ON = (
    Kind.WORDS,
    Kind.ANSWERED,
    Kind.STILL_BROKEN,
    Kind.CONFIRMED,
    Kind.STATUS,
    Kind.POSITION,
    Kind.SPLIT,
    Kind.HANDED_OVER,
)


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
    """For a route that names the system itself. One that has the case already, and that both share, goes on with it."""
    row, _is_new = Dispatch.objects.get_or_create(
        report=report,
        system=system,
        defaults={"code": code, "next_attempt_at": now, "waiting_since": now, "created_at": now},
    )
    if row.left_at is not None:
        row.left_at = None
        row.save(update_fields=["left_at"])
    return row


def leave_systems(*, report: FaultReport, now: datetime) -> None:
    """The report has another municipality: what was never sent is not, and what comes from its old systems is a note.

    Call it when they have been told (`pass_on`).
    """
    rows = Dispatch.objects.select_for_update().filter(report=report, left_at__isnull=True)
    held = {row.pk: row for row in rows}
    unsent = [
        pk for pk, row in held.items() if row.step == Dispatch.Step.NEW and row.state in (State.WAITING, State.DEAD)
    ]
    Dispatch.objects.filter(pk__in=unsent).delete()
    Dispatch.objects.filter(pk__in=held).update(left_at=now)


def pass_on(event: FaultEvent, *, now: datetime) -> None:
    """Queue the event for each system that has the report, but not for the one that it came from."""
    if event.kind not in PASSED_ON:
        return
    # Locked: a worker that is about to call the row done either sees this update or is seen by it.
    rows = list(
        Dispatch.objects.select_for_update()
        .filter(report=event.report_id, left_at__isnull=True)
        .exclude(system=event.detail.get("system"))
    )
    OutgoingUpdate.objects.bulk_create([OutgoingUpdate(dispatch=row, event=event) for row in rows])
    done = [row.pk for row in rows if row.state == State.DONE]
    Dispatch.objects.filter(pk__in=done, state=State.DONE).update(
        state=State.WAITING, attempts=0, next_attempt_at=now, waiting_since=now, error=""
    )
