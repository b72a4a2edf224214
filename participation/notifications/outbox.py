"""The worker's half of the outbox: take what is due, send it, say what became of it."""

from __future__ import annotations

import logging
import smtplib
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import get_connection
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from participation.topics.models import Topic

from .mail import as_message
from .models import OutgoingMail

if TYPE_CHECKING:
    from datetime import datetime

    from django.core.mail.backends.base import BaseEmailBackend

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
GIVE_UP_AFTER = 12
Status = OutgoingMail.Status


def wait_before(attempt: int) -> timedelta:
    """Half a minute, then twice as long each time, six hours at most."""
    return min(timedelta(seconds=30) * 2 ** (attempt - 1), timedelta(hours=6))


def take_due(*, now: datetime, limit: int) -> list[OutgoingMail]:
    """Lease up to `limit` mails that are due; a lease of a worker that died runs out by itself."""
    free = Q(status=Status.WAITING) | Q(status=Status.SENDING, leased_until__lt=now)
    with transaction.atomic():
        due = OutgoingMail.objects.filter(free, next_attempt_at__lte=now).order_by("next_attempt_at", "id")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True, of=("self",))
        mails = list(due.select_related("topic", "person")[:limit])
        OutgoingMail.objects.filter(pk__in=[mail.pk for mail in mails]).update(
            status=Status.SENDING, leased_until=now + LEASE, attempts=F("attempts") + 1
        )
    for mail in mails:
        mail.attempts += 1
    return mails


def may_be_sent(mail: OutgoingMail) -> bool:
    """Nothing is mailed about what its receiver may not see at this moment."""
    if mail.topic_id is None:
        return True
    if mail.person is None:
        return Topic.objects.public().filter(pk=mail.topic_id).exists()
    return mail.person.is_active and Topic.objects.visible_to(mail.person).filter(pk=mail.topic_id).exists()


def send_due(*, now: datetime | None = None, limit: int = 50) -> int:
    """Send what is due, each mail in a transaction of its own. Returns how many were taken."""
    mails = take_due(now=now or timezone.now(), limit=limit)
    if not mails:
        return 0
    transport = get_connection(settings.MAIL_TRANSPORT)
    try:
        transport.open()
    except (OSError, smtplib.SMTPException) as error:
        for mail in mails:
            _put_off(mail, error)
        return len(mails)
    try:
        for mail in mails:
            _send(mail, transport)
    finally:
        transport.close()
    return len(mails)


def _send(mail: OutgoingMail, transport: BaseEmailBackend) -> None:
    if not may_be_sent(mail):
        _settle(mail, Status.WITHHELD)
        return
    try:
        transport.send_messages([as_message(mail)])
    except smtplib.SMTPRecipientsRefused as error:
        _settle(mail, Status.FAILED, error=error)
    except (OSError, smtplib.SMTPException) as error:
        transport.close()  # the line is in an unknown state: the next mail opens a new one
        _put_off(mail, error)
    else:
        _settle(mail, Status.SENT)


def _settle(mail: OutgoingMail, status: str, *, error: Exception | None = None) -> None:
    OutgoingMail.objects.filter(pk=mail.pk).update(
        status=status,
        sent_at=timezone.now() if status == Status.SENT else None,
        leased_until=None,
        error=type(error).__name__ if error else "",  # an error text may hold an address
    )


def _put_off(mail: OutgoingMail, error: Exception) -> None:
    log.warning("mail %s not sent at attempt %s: %s", mail.pk, mail.attempts, type(error).__name__)
    if mail.attempts >= GIVE_UP_AFTER:
        _settle(mail, Status.FAILED, error=error)
        return
    OutgoingMail.objects.filter(pk=mail.pk).update(
        status=Status.WAITING,
        leased_until=None,
        next_attempt_at=timezone.now() + wait_before(mail.attempts),
        error=type(error).__name__,
    )
