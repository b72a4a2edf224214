"""The worker's half of the outbox: take what is due, send it, say what became of it.

What is promised: a mail whose transaction was committed is sent at least once, or ends as withheld or failed.
No protocol can promise exactly once. Where a worker dies after the mail server took the mail and before we wrote
that down, or the line breaks before its answer, nobody knows whether it went; it is sent again when the lease has
run out, with the same Message-ID, by which mail servers and programs fold the two into one. A worker that lives and
only lost the database remembers what went, and writes it down when the database is back.
Workers that live never send a mail twice: each must hold the lease at the moment it sends, and `attempts`, which
every taking raises, tells a holder from one who was too slow.
"""

from __future__ import annotations

import logging
import smtplib
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import get_connection
from django.db import Error, connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from participation.topics.models import Topic

from .mail import as_message
from .models import OutgoingMail

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.core.mail.backends.base import BaseEmailBackend
    from django.db.models import QuerySet

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
GIVE_UP_AFTER = timedelta(days=4)  # as mail servers do: a weekend without a server loses nothing
LONGEST_WAIT = timedelta(hours=1)
Status = OutgoingMail.Status
_went: list[OutgoingMail] = []  # taken by the mail server, not yet written down


def wait_before(attempt: int) -> timedelta:
    """Half a minute, then twice as long each time, an hour at most."""
    return min(timedelta(seconds=30) * 2 ** min(attempt - 1, 10), LONGEST_WAIT)


def due(now: datetime) -> QuerySet[OutgoingMail]:
    free = Q(status=Status.WAITING) | Q(status=Status.SENDING, leased_until__lt=now)
    return OutgoingMail.objects.filter(free, next_attempt_at__lte=now)


def take_due(*, now: datetime, limit: int) -> list[OutgoingMail]:
    """Lease up to `limit` mails that are due; a lease of a worker that died runs out by itself."""
    if not due(now).exists():
        return []  # without taking the write lock
    with transaction.atomic():
        rows = due(now).order_by("next_attempt_at", "id")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        mails = list(rows.select_related("topic", "person")[:limit])
        OutgoingMail.objects.filter(pk__in=[mail.pk for mail in mails]).update(
            status=Status.SENDING, leased_until=now + LEASE, attempts=F("attempts") + 1
        )
    for mail in mails:
        mail.attempts += 1
    return mails


def may_be_sent(mail: OutgoingMail) -> bool:
    """Nothing is mailed about what its receiver may not see at this moment, nor to a closed account."""
    if mail.person is not None and not mail.person.is_active:
        return False
    if mail.topic_id is None:
        return True
    visible = Topic.objects.public() if mail.person is None else Topic.objects.visible_to(mail.person)
    return visible.filter(pk=mail.topic_id).exists()


def is_final(error: Exception) -> bool:
    """Whether the mail server said never (5xx) about this mail or its receiver. All else may pass."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code >= 500
    return isinstance(error, smtplib.SMTPNotSupportedError)


def send_due(*, now: datetime | None = None, limit: int = 20, stop: Callable[[], bool] = lambda: False) -> int:
    """Send what is due, and give back what is left when `stop()` says so. Returns how many were taken."""
    _write_down_what_went()
    mails = take_due(now=now or timezone.now(), limit=limit)
    if not mails:
        return 0
    transport = get_connection(settings.MAIL_TRANSPORT)  # type: ignore[misc]  # set from EMAIL_URL
    try:
        transport.open()
        for mail in mails:
            if stop():
                _give_back(mail)
            elif _still_ours(mail):
                _send(mail, transport)
    except (OSError, smtplib.SMTPException) as error:  # no line to the mail server at all
        for mail in mails:
            _put_off(mail, error)
    finally:
        transport.close()
    return len(mails)


def _send(mail: OutgoingMail, transport: BaseEmailBackend) -> None:
    if not may_be_sent(mail):
        _settle(mail, Status.WITHHELD)
        return
    try:
        transport.send_messages([as_message(mail)])
    except Error:
        raise  # the database, not the mail
    except Exception as error:  # one mail that cannot be built or sent stops no other
        transport.close()  # the line is in an unknown state: the next mail opens a new one
        if is_final(error):
            _settle(mail, Status.FAILED, error=error)
        else:
            _put_off(mail, error)
    else:
        _went.append(mail)
        _write_down_what_went()


def _write_down_what_went() -> None:
    """Where the database went away while a mail was under way, this worker still knows that it went."""
    while _went:
        _settle(_went[0], Status.SENT)
        _went.pop(0)


def _held(mail: OutgoingMail) -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(pk=mail.pk, status=Status.SENDING, attempts=mail.attempts)


def _still_ours(mail: OutgoingMail) -> bool:
    """Renew the lease; false where we were so slow that another worker has taken it."""
    return bool(_held(mail).update(leased_until=timezone.now() + LEASE))


def _settle(mail: OutgoingMail, status: str, *, error: Exception | None = None) -> None:
    if error:
        log.warning("mail %s given up at attempt %s: %s", mail.pk, mail.attempts, type(error).__name__)
    _held(mail).update(
        status=status,
        sent_at=timezone.now() if status == Status.SENT else None,
        leased_until=None,
        error=type(error).__name__ if error else "",  # an error text may hold an address
    )


def _put_off(mail: OutgoingMail, error: Exception) -> None:
    now = timezone.now()
    if now - mail.created_at > GIVE_UP_AFTER:
        _settle(mail, Status.FAILED, error=error)
        return
    log.warning("mail %s not sent at attempt %s: %s", mail.pk, mail.attempts, type(error).__name__)
    _held(mail).update(
        status=Status.WAITING,
        leased_until=None,
        next_attempt_at=now + wait_before(mail.attempts),
        error=type(error).__name__,
    )


def _give_back(mail: OutgoingMail) -> None:
    _held(mail).update(status=Status.WAITING, leased_until=None, attempts=F("attempts") - 1)
