"""The worker's half of the outbox: take what is due, send it, say what became of it.

What is promised: a mail whose transaction was committed is sent at least once, or ends as withheld or failed.
No protocol can promise exactly once. Where a worker dies after the mail server took the mail and before we wrote
that down, or the line breaks after the final dot and before its answer (see transport.py), nobody knows whether it
went; it is sent again, with the same Message-ID, by which mail servers and programs fold the two into one, and three
times in all: then it ends as failed with the error OutcomeUnknown. A worker that lives and only lost the database
remembers what went, and writes it down when the database is back.
Workers that live never send a mail twice: each must hold the lease at the moment it sends, and `attempts`, which
every taking raises, tells a holder from one who was too slow.

A mail to many (`once`) turns the promise round: at most once. That it is being given away is written down before; if
nobody can say afterwards whether it went, it is not tried again.
What may go and where to is judged when it is taken, a batch at a time (`judging`). What belongs to many mails is handed
in little by little (`sources`). What a person waits for, a code to sign in, has no kind and overtakes all else: it is
taken first, and a batch that lasts longer than a few seconds gives back what is left of it to look for one.
"""

from __future__ import annotations

import logging
import smtplib
import time
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import get_connection
from django.db import Error, connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from . import composing, sources
from .judging import judge, may_be_seen
from .mail import as_message
from .models import OutgoingMail
from .signals import given_up
from .stops.actions import came_back, stop
from .stops.models import Reason
from .stops.refusals import Means, meaning_of
from .stops.tokens import halves_of
from .transport import NoAnswer, Silence

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.core.mail.backends.base import BaseEmailBackend
    from django.db.models import QuerySet

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
RENEWED_AFTER = 60  # seconds
A_WHILE = 3.0  # seconds that a batch lasts
GIVE_UP_AFTER = timedelta(days=4)  # as mail servers do: a weekend without a server loses nothing
LONGEST_WAIT = timedelta(hours=1)
UNKNOWN_WAITS = (timedelta(minutes=1), timedelta(minutes=15))  # before it is sent once more, and how often
Status = OutgoingMail.Status
_went: list[OutgoingMail] = []  # taken by the mail server, not yet written down


class OutcomeUnknown(Exception):
    """Nobody knows whether the mail went, and it may not go more often."""


def wait_before(attempt: int) -> timedelta:
    """Half a minute, then twice as long each time, an hour at most."""
    return min(timedelta(seconds=30) * 2 ** min(attempt - 1, 10), LONGEST_WAIT)


def waiting(now: datetime) -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(status=Status.WAITING, next_attempt_at__lte=now)


def left_behind(now: datetime) -> QuerySet[OutgoingMail]:
    """By a worker that died with it."""
    mails = OutgoingMail.objects.filter(status=Status.SENDING, next_attempt_at__lte=now)
    return mails.filter(leased_until__lt=now).exclude(_perhaps_gone())


def _perhaps_gone() -> Q:
    """And not to be sent again."""
    return Q(Q(once=True) | Q(unanswered__gte=len(UNKNOWN_WAITS)), handed_over_at__isnull=False)


def give_up_unknown(now: datetime) -> int:
    """Mails of workers that died while they gave them away, once too often. Each of them leaves one at most."""
    gone = OutgoingMail.objects.filter(_perhaps_gone(), status=Status.SENDING, leased_until__lt=now)
    return sum(_settle(mail, Status.FAILED, error=OutcomeUnknown(), rows=gone.filter(pk=mail.pk)) for mail in gone)


def take_due(*, now: datetime, limit: int) -> list[OutgoingMail]:
    """Lease up to `limit` mails that are due, and first those without a kind: somebody sits and waits for a code."""
    if not waiting(now).union(left_behind(now), all=True).exists():
        return []  # without taking the write lock
    mails: list[OutgoingMail] = []
    with transaction.atomic():
        for rows in (waiting(now).filter(kind=""), left_behind(now), waiting(now).exclude(kind="")):
            if connection.features.has_select_for_update_skip_locked:
                rows = rows.select_for_update(skip_locked=True, of=("self",))
            mails += rows.order_by("next_attempt_at", "id").select_related("topic", "person")[: limit - len(mails)]
        OutgoingMail.objects.filter(pk__in=[mail.pk for mail in mails]).update(
            status=Status.SENDING, leased_until=now + LEASE, attempts=F("attempts") + 1
        )
        if perhaps_gone := [mail for mail in mails if mail.handed_over_at is not None]:
            OutgoingMail.objects.filter(pk__in=[mail.pk for mail in perhaps_gone]).update(
                unanswered=F("unanswered") + 1, handed_over_at=None
            )
    for mail in mails:
        mail.attempts += 1
    for mail in perhaps_gone:
        mail.unanswered += 1
    return mails


def is_final(error: Exception) -> bool:
    """Whether the mail server said never (5xx) about this mail or its receiver. All else may pass."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code >= 500
    return isinstance(error, smtplib.SMTPNotSupportedError)


def send_due(*, now: datetime | None = None, limit: int = 20, stop: Callable[[], bool] = lambda: False) -> int:
    """Send what is due. What is left is given back when `stop()` says so, and when others should be looked at again.

    Returns how many were taken.
    """
    _write_down_what_went()
    now = now or timezone.now()
    sources.refill(now)
    mails = take_due(now=now, limit=limit)
    if not mails:
        return 0
    no, ends = judge(mails), time.monotonic() + A_WHILE
    transport = get_connection(settings.MAIL_TRANSPORT, meanwhile=_Waiting(mails, stop))  # type: ignore[misc]
    try:
        for mail in mails:
            if stop() or (mail is not mails[0] and time.monotonic() > ends):
                _give_back(mail)
            elif mail.pk in no:
                _settle(mail, Status.WITHHELD, error=no[mail.pk])
            else:
                transport.open()  # again, where the last mail broke the line
                if _still_ours(mail):
                    _send(mail, transport)
    except (OSError, smtplib.SMTPException) as error:  # no line to the mail server at all
        for mail in mails:
            _put_off(mail, error)
    finally:
        _hang_up(transport)
    return len(mails)


class _Waiting:
    """While the server thinks: a sign of life, and the lease of the mail that it has does not run out."""

    def __init__(self, mails: list[OutgoingMail], stop: Callable[[], bool]) -> None:
        self.stop, self.renewed = stop, time.monotonic()
        self.given_away = Q(pk__in=[mail.pk for mail in mails], status=Status.SENDING, handed_over_at__isnull=False)

    def __call__(self) -> None:
        with suppress(Error):  # the database is away: the answer that one waits for is worth more
            self.stop()
            if time.monotonic() - self.renewed > RENEWED_AFTER:
                OutgoingMail.objects.filter(self.given_away).update(leased_until=timezone.now() + LEASE)
                self.renewed = time.monotonic()


def _hang_up(transport: BaseEmailBackend) -> None:
    with suppress(OSError, smtplib.SMTPException):  # there is nothing more to hear
        transport.close()


def _send(mail: OutgoingMail, transport: BaseEmailBackend) -> None:
    if not may_be_seen(mail) or not composing.compose(mail):
        _settle(mail, Status.WITHHELD)
        return
    try:
        transport.send_messages([as_message(mail)])
    except Error:
        raise  # the database, not the mail
    except NoAnswer as error:
        _hang_up(transport)
        _perhaps_again(mail, error)
        if isinstance(error, Silence):
            raise
    except Exception as error:  # one mail that cannot be built or sent stops no other
        _hang_up(transport)  # the line is in an unknown state: the next mail opens a new one
        if is_final(error):
            _learn(mail, error)
            _settle(mail, Status.FAILED, error=error)
        else:
            _put_off(mail, error)
    else:
        _went.append(mail)
        _write_down_what_went()


def _perhaps_again(mail: OutgoingMail, error: NoAnswer) -> None:
    mail.unanswered += 1
    if mail.once or mail.unanswered > len(UNKNOWN_WAITS):
        _settle(mail, Status.FAILED, error=OutcomeUnknown())
    else:
        _put_off(mail, error, wait=UNKNOWN_WAITS[mail.unanswered - 1])


def _learn(mail: OutgoingMail, error: Exception) -> None:
    """What the server's no says of the address. Its words are read and forgotten."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return
    key, now = halves_of(mail.to)[0], timezone.now()
    for code, words in error.recipients.values():
        means = meaning_of(code, words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words))
        if means is Means.GONE:
            stop(key=key, reason=Reason.REFUSED, now=now)
        elif means is Means.NOT_NOW:
            came_back(key=key, now=now)


def _write_down_what_went() -> None:
    """Where the database went away while a mail was under way, this worker still knows that it went."""
    while _went:
        _settle(_went[0], Status.SENT)
        _went.pop(0)


def _held(mail: OutgoingMail) -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(pk=mail.pk, status=Status.SENDING, attempts=mail.attempts)


def _still_ours(mail: OutgoingMail) -> bool:
    """Renew the lease; false where we were so slow that another worker has taken it, or where it was taken back."""
    now = timezone.now()
    return bool(_held(mail).update(leased_until=now + LEASE, handed_over_at=now, to=mail.to))


def _settle(
    mail: OutgoingMail, status: str, *, error: Exception | None = None, rows: QuerySet[OutgoingMail] | None = None
) -> bool:
    if error:
        log.warning("mail %s given up at attempt %s: %s", mail.pk, mail.attempts, type(error).__name__)
    with transaction.atomic():
        mail.error = type(error).__name__ if error else ""  # an error text may hold an address
        settled = (_held(mail) if rows is None else rows).update(
            status=status,
            sent_at=timezone.now() if status == Status.SENT else None,
            leased_until=None,
            error=mail.error,
        )
        if settled and status != Status.SENT:
            mail.status = status
            given_up.send(OutgoingMail, mail=mail)
    return bool(settled)


def _put_off(mail: OutgoingMail, error: Exception, *, wait: timedelta | None = None) -> None:
    now = timezone.now()
    if now - mail.created_at > GIVE_UP_AFTER:
        _settle(mail, Status.FAILED, error=error)
        return
    log.warning("mail %s not sent at attempt %s: %s", mail.pk, mail.attempts, type(error).__name__)
    _held(mail).update(
        status=Status.WAITING,
        leased_until=None,
        handed_over_at=None,
        unanswered=mail.unanswered,
        next_attempt_at=now + (wait or wait_before(mail.attempts)),
        error=type(error).__name__,
    )


def _give_back(mail: OutgoingMail) -> None:
    _held(mail).update(status=Status.WAITING, leased_until=None, attempts=F("attempts") - 1)
