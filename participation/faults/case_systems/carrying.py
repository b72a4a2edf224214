"""One report to one case system: looked up, created, photos, and then what happened afterwards, in order.

Each step is written down when it is done. A worker that takes over begins at the first that is not; one that may
have been done without our knowing is looked for before it is done again.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import Error
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.faults.actions.from_systems import record_sent
from participation.faults.models import Dispatch

from .hearing import hear_what_came_early
from .taking import GIVE_UP_AFTER, Overtaken, finish, give_up, put_off, wait_before, went_well, went_wrong, write
from .tickets import note_of, ticket_of
from .trouble import Again, Down, Never, Slow, Trouble, Unsure

if TYPE_CHECKING:
    from .protocol import Adapter, Ticket

log = logging.getLogger(__name__)
Step = Dispatch.Step
TOKEN_WAIT = timedelta(seconds=20)
SLOW_IN_A_ROW = 3


def carry(row: Dispatch, adapter: Adapter) -> None:
    """Raises nothing but what is wrong with the database."""
    try:
        ticket = ticket_of(row)
        if row.step != Step.CREATED and not _create(row, adapter, ticket):
            put_off(row, "", wait=TOKEN_WAIT, counts=False)
            return
        _attach(row, adapter, ticket)
        _pass_on(row, adapter, ticket)
        finish(row)
        went_well(row.system)
    except Overtaken:
        log.warning("dispatch %s was taken over by another worker", row.pk)
    except Trouble as trouble:
        _troubled(row, trouble)
    except Error:
        raise
    except Exception as error:  # one report that cannot be said stops no other
        log.exception("dispatch %s stumbled", row.pk)
        words = _("Ett fel hos oss (%(name)s). Be den som driver portalen att titta i loggen.")
        _troubled(row, Again(words % {"name": type(error).__name__}, may_be_done=True))


def _create(row: Dispatch, adapter: Adapter, ticket: Ticket) -> bool:
    """False where a token is all we have so far."""
    if row.ticket:
        return _is_created(row, adapter.redeem(row.ticket))
    if row.step == Step.POSTED:
        found = adapter.find(ticket)
        if found:
            return _is_created(row, found)
        if not adapter.can_find:
            raise Unsure
    write(row, step=Step.POSTED)
    try:
        created = adapter.create(ticket)
    except Trouble as trouble:
        if not trouble.may_be_done:
            write(row, step=Step.NEW)
        raise
    if created.token:
        write(row, ticket=created.token)
        return False
    return _is_created(row, created.external_id, told=True)


def _is_created(row: Dispatch, external_id: str | None, *, told: bool = False) -> bool:
    if not external_id and not told:
        return False
    external_id = external_id or ""
    other = Dispatch.objects.filter(system=row.system, external_id=external_id).exclude(pk=row.pk)
    if external_id and other.exists():
        raise Never(
            _("Systemet gav ett nummer som en annan anmälan redan har. Titta i ärendesystemet."), may_be_done=True
        )
    write(row, step=Step.CREATED, external_id=external_id, attempts=0, error="")
    record_sent(report=row.report, system=row.system, external_id=row.external_id, now=timezone.now())
    hear_what_came_early(row, now=timezone.now())
    return True


def _attach(row: Dispatch, adapter: Adapter, ticket: Ticket) -> None:
    for photo in ticket.photos[row.photos_sent :] if row.external_id else []:
        try:
            adapter.attach(row.external_id, ticket, photo, again=row.attempts > 0 or row.fence > 1)
        except FileNotFoundError:  # taken away since: the rest goes all the same
            log.warning("a photo of dispatch %s is gone", row.pk)
        write(row, photos_sent=row.photos_sent + 1)


def _pass_on(row: Dispatch, adapter: Adapter, ticket: Ticket) -> None:
    for update in row.updates.filter(sent_at__isnull=True).select_related("event").order_by("id"):
        if row.external_id:
            adapter.note(row.external_id, ticket, note_of(update), again=row.attempts > 0 or row.fence > 1)
        write(row)
        update.sent_at = timezone.now()
        update.save(update_fields=["sent_at"])


def _troubled(row: Dispatch, trouble: Trouble) -> None:
    try:
        log.warning("dispatch %s: %s", row.pk, type(trouble).__name__)
        if isinstance(trouble, Never):
            give_up(row, trouble.words)
        elif isinstance(trouble, Down):
            put_off(row, trouble.words, wait=timedelta(0), counts=False)
            went_wrong(row.system, trouble.words, pause=True)
        else:
            _again(row, trouble)
    except Overtaken:
        log.warning("dispatch %s was taken over by another worker", row.pk)


def _again(row: Dispatch, trouble: Trouble) -> None:
    wait = timedelta(seconds=trouble.wait) if trouble.wait else wait_before(row.attempts + 1)
    if row.attempts >= 10 and timezone.now() - row.waiting_since > GIVE_UP_AFTER:
        give_up(row, trouble.words)
    else:
        put_off(row, trouble.words, wait=wait)
    if isinstance(trouble, Slow):
        went_wrong(row.system, trouble.words, pause=row.system.failures + 1 >= SLOW_IN_A_ROW)
