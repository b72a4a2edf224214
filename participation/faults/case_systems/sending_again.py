"""What staff do with a hand-over that failed, or of which the system did not take all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from participation.faults.actions.from_systems import note_from_system
from participation.faults.errors import AlreadySo, FaultError
from participation.faults.models import Dispatch, IncomingUpdate

if TYPE_CHECKING:
    from datetime import datetime

    from participation.faults.querysets import DispatchQuerySet

State, Step = Dispatch.State, Dispatch.Step


class NumberTaken(FaultError):
    def __init__(self, holder: str = "") -> None:
        words = _("Det numret hör redan till en annan anmälan.")
        if holder:
            words = _("Det numret hör redan till anmälan %(number)s. Är det fel, kryssa i att det ska flyttas hit.")
        super().__init__(words % {"number": holder})


@transaction.atomic
def send_again(*, dispatch: Dispatch, anew: bool = False, now: datetime) -> None:
    """From the step where it stopped. `anew`: staff looked, and the case is not there. Raises AlreadySo."""
    row = _dead(dispatch)
    if anew and row.step == Step.POSTED:
        row.step, row.ticket = Step.NEW, ""
    _wait(row, now)


def send_all_again(*, rows: DispatchQuerySet, now: datetime) -> int:
    """Each from the step where it stopped; whose case may be there already is looked for first. Returns how many."""
    return rows.dead().update(state=State.WAITING, attempts=0, error="", next_attempt_at=now, waiting_since=now)


@transaction.atomic
def found_there(
    *, dispatch: Dispatch, external_id: str, seen: DispatchQuerySet | None = None, moves: bool = False, now: datetime
) -> None:
    """Staff found the case; what is left to send goes to it.

    Where another report has it by mistake staff may move it (`moves`), if that report is among those they see.
    Raises AlreadySo, NumberTaken.
    """
    row = _dead(dispatch)
    others = Dispatch.objects.filter(system=row.system_id, external_id=external_id).exclude(pk=row.pk)
    if other := others.select_for_update().first():
        theirs = seen is not None and seen.filter(pk=other.pk).exists()
        if not (moves and theirs):
            raise NumberTaken(other.report.number if theirs else "")
        _lose_number(other, to=row, now=now)
    row.step, row.external_id, row.ticket = Step.CREATED, external_id, ""
    _wait(row, now)


def _lose_number(row: Dispatch, *, to: Dispatch, now: datetime) -> None:
    """Its case is yet to be found. What was heard of the other's is taken in again, by the report that it is about."""
    words = _("Numret %(case)s är flyttat till anmälan %(number)s. Leta upp den här anmälans ärende i systemet.")
    words %= {"case": row.external_id, "number": to.report.number}
    row.incoming.update(dispatch=None, outcome=IncomingUpdate.Outcome.UNKNOWN)
    row.state, row.step, row.error, row.external_id = State.DEAD, Step.POSTED, words[:300], ""
    row.version, row.their_status, row.heard_at, row.leased_until = "", "", None, None
    row.fence += 1  # a worker that has it just now writes nothing more
    row.save()
    note_from_system(report=row.report, system=row.system, words=words, now=now)


def told_by_hand(*, dispatch: Dispatch, until: datetime | None) -> None:
    """People have told the system what it did not take `until` then. Raises AlreadySo where there is more since."""
    if not Dispatch.objects.filter(pk=dispatch.pk, by_hand_at=until).update(by_hand_at=None):
        raise AlreadySo


def _dead(dispatch: Dispatch) -> Dispatch:
    row: Dispatch = Dispatch.objects.select_for_update().get(pk=dispatch.pk)
    if row.state != State.DEAD:
        raise AlreadySo
    return row


def _wait(row: Dispatch, now: datetime) -> None:
    row.state, row.attempts, row.error = State.WAITING, 0, ""
    row.next_attempt_at = row.waiting_since = now
    row.save()
