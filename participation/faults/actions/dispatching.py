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
    Kind.CATEGORY,
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


def system_in_use(decision: Decision, category: FaultCategory | None) -> tuple[CaseSystem, str] | None:
    found = destination(decision, category)
    return found if found is not None and found[0].is_on else None


def dispatch(*, report: FaultReport, decision: Decision, now: datetime) -> Dispatch | None:
    """Hand a routed report over to its system, if that is in use. A second call changes nothing."""
    found = system_in_use(decision, report.category)
    if found is None:
        return None
    return dispatch_to(report=report, system=found[0], code=found[1], now=now)


def dispatch_to(*, report: FaultReport, system: CaseSystem, code: str = "", now: datetime) -> Dispatch:
    """For a route that names the system itself. One that has the case already goes on with it; one that has not yet
    gets it under the code that is right now, also where it refused the one before."""
    row, is_new = Dispatch.objects.get_or_create(
        report=report,
        system=system,
        defaults={"code": code, "next_attempt_at": now, "waiting_since": now, "created_at": now},
    )
    if is_new:
        return row
    row = Dispatch.objects.select_for_update().get(pk=row.pk)
    row.left_at = None
    if _is_unsent(row) and row.code != code:
        row.code, row.state, row.attempts, row.error = code, State.WAITING, 0, ""
        row.next_attempt_at = row.waiting_since = now
    row.save(update_fields=["left_at", "code", "state", "attempts", "error", "next_attempt_at", "waiting_since"])
    return row


def come_back(*, report: FaultReport, system: CaseSystem) -> None:
    """It had the report before and gets it again: what happens from now on concerns it. Call it before `record`."""
    Dispatch.objects.filter(report=report, system=system).update(left_at=None)


def leave_systems(*, report: FaultReport, keep: CaseSystem | None = None, now: datetime) -> None:
    """The report is somebody else's: what was never sent is not, and what comes from its old systems is a note.

    Call it when they have been told (`pass_on`). `keep`: the one that it goes to now, where it is there already.
    """
    held = _held(report, keep)
    withdraw_unsent(report=report, keep=keep)
    Dispatch.objects.filter(pk__in=[row.pk for row in held]).update(left_at=now)


def withdraw_unsent(*, report: FaultReport, keep: CaseSystem | None = None) -> None:
    unsent = [row.pk for row in _held(report, keep) if _is_unsent(row)]
    Dispatch.objects.filter(pk__in=unsent).delete()


def _held(report: FaultReport, keep: CaseSystem | None) -> list[Dispatch]:
    rows = Dispatch.objects.select_for_update().filter(report=report, left_at__isnull=True)
    return list(rows.exclude(system=keep) if keep else rows)


def _is_unsent(row: Dispatch) -> bool:
    return row.step == Dispatch.Step.NEW and row.state in (State.WAITING, State.DEAD)


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
    if event.kind == Kind.CATEGORY:  # what is not sent yet says it itself
        rows = [row for row in rows if not _is_unsent(row)]
    OutgoingUpdate.objects.bulk_create([OutgoingUpdate(dispatch=row, event=event) for row in rows])
    done = [row.pk for row in rows if row.state == State.DONE]
    Dispatch.objects.filter(pk__in=done, state=State.DONE).update(
        state=State.WAITING, attempts=0, next_attempt_at=now, waiting_since=now, error=""
    )
