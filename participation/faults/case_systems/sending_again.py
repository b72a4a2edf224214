"""What staff do with a hand-over that failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from participation.faults.errors import AlreadySo, FaultError
from participation.faults.models import Dispatch

if TYPE_CHECKING:
    from datetime import datetime

    from participation.faults.querysets import DispatchQuerySet

State, Step = Dispatch.State, Dispatch.Step


class NumberTaken(FaultError):
    def __init__(self) -> None:
        super().__init__(_("Det numret hör redan till en annan anmälan."))


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
def found_there(*, dispatch: Dispatch, external_id: str, now: datetime) -> None:
    """Staff found the case; what is left to send goes to it. Raises AlreadySo, NumberTaken."""
    row = _dead(dispatch)
    others = Dispatch.objects.filter(system=row.system_id, external_id=external_id).exclude(pk=row.pk)
    if others.exists():
        raise NumberTaken
    row.step, row.external_id, row.ticket = Step.CREATED, external_id, ""
    _wait(row, now)


def _dead(dispatch: Dispatch) -> Dispatch:
    row: Dispatch = Dispatch.objects.select_for_update().get(pk=dispatch.pk)
    if row.state != State.DEAD:
        raise AlreadySo
    return row


def _wait(row: Dispatch, now: datetime) -> None:
    row.state, row.attempts, row.error = State.WAITING, 0, ""
    row.next_attempt_at = row.waiting_since = now
    row.save()
