"""One report to one case system: looked up, created, photos, and then what happened afterwards, in order.

Each step is written down when it is done. A worker that takes over begins at the first that is not; one that may
have been done without our knowing is looked for before it is done again.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.faults.actions.from_systems import record_sent
from participation.faults.models import Dispatch

from .away import DATABASE_AWAY
from .hearing import LONGEST_ID, hear_what_came_early
from .looking import look_for
from .taking import GIVE_UP_AFTER, Overtaken, finish, give_up, put_off, wait_before, went_well, went_wrong, write
from .tickets import note_of, ticket_of
from .told import plain
from .trouble import Again, Down, Never, NotTaken, Slow, Trouble, Unconfirmed, Unsure

if TYPE_CHECKING:
    from .protocol import Adapter, Created, Ticket

log = logging.getLogger(__name__)
Step = Dispatch.Step
TOKEN_WAIT, LONGEST_TOKEN_WAIT = timedelta(seconds=20), timedelta(minutes=10)
SLOW_IN_A_ROW = 3


def carry(row: Dispatch, adapter: Adapter) -> bool:
    """Whether it became a case there just now, with a number.

    Raises nothing but that the database is away: whatever else comes up, the row is put off and others go on.
    """
    is_new = False
    try:
        ticket = ticket_of(row)
        if row.step != Step.CREATED:
            if not _create(row, adapter, ticket):
                _wait_for_number(row)
                return False
            is_new = bool(row.external_id)
        _known(row)
        adapter.resume(ticket)
        _attach(row, adapter, ticket)
        _pass_on(row, adapter, ticket)
        finish(row)
        went_well(row.system)
    except Overtaken:
        log.warning("dispatch %s was taken over by another worker", row.pk)
    except Trouble as trouble:
        _troubled(row, trouble)
    except DATABASE_AWAY:
        raise
    except Exception as error:  # one report that cannot be said stops no other
        _stumbled(row, error)
    return is_new


def _create(row: Dispatch, adapter: Adapter, ticket: Ticket) -> bool:
    """False where a token is all we have so far."""
    if row.ticket:
        return _is_created(row, _redeemed(row, adapter, ticket))
    if row.step == Step.POSTED:
        found = look_for(row, adapter, ticket)
        if found:
            return _is_created(row, found)
        if not adapter.can_find:
            raise Unsure
    created = _posted(row, adapter, ticket)
    if created.token:
        write(row, ticket=plain(created.token)[:LONGEST_ID], attempts=0, waiting_since=timezone.now())
        return False
    return _is_created(row, created.external_id, told=True)


def _posted(row: Dispatch, adapter: Adapter, ticket: Ticket) -> Created:
    """With the photos counted that go along, before it is known what becomes of it."""
    write(row, step=Step.POSTED, photos_sent=len(ticket.photos) if adapter.photos_go_along else 0)
    try:
        created = adapter.create(ticket)
    except Trouble as trouble:
        if not trouble.may_be_done:
            write(row, step=Step.NEW, photos_sent=0)
        raise
    if created.photos is not None:
        write(row, photos_sent=created.photos)
    return created


def _redeemed(row: Dispatch, adapter: Adapter, ticket: Ticket) -> str | None:
    """The number that the token stands for; before it is given up, that of the case by which it is found."""
    found = adapter.redeem(row.ticket)
    return look_for(row, adapter, ticket) if not found and _has_waited_long(row) else found


def _wait_for_number(row: Dispatch) -> None:
    """The system took it and gave a token. What becomes no number is for people: they can look for the case."""
    if _has_waited_long(row):
        words = _("Systemet tog emot anmälan men gav den inget nummer på %(days)d dagar. Titta i ärendesystemet.")
        give_up(row, words % {"days": GIVE_UP_AFTER.days})
        return
    wait = min(wait_before(row.attempts), LONGEST_TOKEN_WAIT) if row.attempts else TOKEN_WAIT
    put_off(row, _("Systemet tog emot anmälan men har gett den inget nummer än."), wait=wait)


def _has_waited_long(row: Dispatch) -> bool:
    return timezone.now() - row.waiting_since > GIVE_UP_AFTER


def _is_created(row: Dispatch, external_id: str | None, *, told: bool = False) -> bool:
    if not external_id and not told:
        return False
    try:
        with transaction.atomic():
            write(row, step=Step.CREATED, external_id=plain(external_id or "")[:LONGEST_ID], attempts=0, error="")
    except IntegrityError:
        words = _("Systemet gav ett nummer som en annan anmälan redan har. Titta i ärendesystemet.")
        raise Never(words, may_be_done=True) from None
    return True


def _known(row: Dispatch) -> None:
    """Of a case that is there, however that came to be known: by us, by staff, or by a worker that was killed after."""
    record_sent(report=row.report, system=row.system, external_id=row.external_id, now=timezone.now())
    if row.external_id:
        hear_what_came_early(row.system, [row.external_id], now=timezone.now())


def _attach(row: Dispatch, adapter: Adapter, ticket: Ticket) -> None:
    while left := ticket.photos[row.photos_sent :] if row.left_at is None else []:
        number, unconfirmed = 1, 0
        try:
            if not row.external_id:
                raise NotTaken
            number = adapter.attach(row.external_id, ticket, left, again=_may_be_there(row))
        except FileNotFoundError:  # taken away since: the rest goes all the same
            log.warning("a photo of dispatch %s is gone", row.pk)
        except NotTaken:
            number = len(left)
            _leave_to_people(row, photos_by_hand=row.photos_by_hand + number)
        except Unconfirmed:
            unconfirmed = number
        sent, in_doubt = row.photos_sent + number, row.photos_unconfirmed + unconfirmed
        write(row, photos_sent=sent, photos_unconfirmed=in_doubt)


def _pass_on(row: Dispatch, adapter: Adapter, ticket: Ticket) -> None:
    for update in row.updates.filter(sent_at__isnull=True).select_related("event").order_by("id"):
        try:
            if not row.external_id:
                raise NotTaken
            adapter.note(row.external_id, ticket, note_of(update), again=_may_be_there(row))
        except NotTaken:
            update.by_hand = True
            _leave_to_people(row)
        except Unconfirmed:
            update.is_confirmed = False
        write(row)
        update.sent_at = timezone.now()
        update.save(update_fields=["sent_at", "by_hand", "is_confirmed"])


def _may_be_there(row: Dispatch) -> bool:
    return row.attempts > 0 or row.fence > 1


def _leave_to_people(row: Dispatch, **values: int) -> None:
    write(row, by_hand_at=timezone.now(), **values)


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
    except DATABASE_AWAY:
        raise
    except Exception as error:  # what they said, or how the system is doing, could not be written down
        _stumbled(row, error)


def _stumbled(row: Dispatch, error: Exception) -> None:
    """By a fault of ours, with words of ours alone."""
    log.error("dispatch %s stumbled", row.pk, exc_info=error)
    words = _("Ett fel hos oss (%(name)s). Be den som driver portalen att titta i loggen.")
    try:
        _again(row, Again(words % {"name": type(error).__name__}, may_be_done=True))
    except Overtaken:
        log.warning("dispatch %s was taken over by another worker", row.pk)


def _again(row: Dispatch, trouble: Trouble) -> None:
    wait = timedelta(seconds=trouble.wait) if trouble.wait else wait_before(row.attempts + 1)
    if row.attempts >= 10 and _has_waited_long(row):
        give_up(row, trouble.words)
    else:
        put_off(row, trouble.words, wait=wait)
    if isinstance(trouble, Slow):
        went_wrong(row.system, trouble.words, pause=row.system.failures + 1 >= SLOW_IN_A_ROW)
