"""What the worker does by the clock for this app, and for libraries that expect a cron line."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management import call_command
from django.db.models import Q

from participation.accounts.letterbox import forget_mailed

from . import outbox, periodic
from .models import OutgoingMail
from .stops import actions as stops
from .stops.reading import read_imap

if TYPE_CHECKING:
    from datetime import datetime

KEEP_MAIL = timedelta(days=30)
DAY = 24 * 60 * 60
Status = OutgoingMail.Status


def register() -> None:
    periodic.register("notifications.prune_mail", seconds=DAY, run=prune_mail)
    periodic.register("notifications.give_up_unknown", seconds=60, run=outbox.give_up_unknown)
    periodic.register("notifications.forget_stops", seconds=DAY, run=stops.forget)
    if settings.BOUNCE_IMAP_URL:
        periodic.register("notifications.read_bounces", seconds=300, run=read_bounces)
    periodic.register("sessions.clear", seconds=DAY, run=clear_sessions)


def prune_mail(now: datetime) -> int:
    """Mail is kept for a month after it was sent, to answer "I got nothing", and then forgotten."""
    before = now - KEEP_MAIL
    over = Q(status=Status.SENT, sent_at__lt=before) | Q(
        status__in=[Status.WITHHELD, Status.FAILED], created_at__lt=before
    )
    forget_mailed(now)
    removed, _rows = OutgoingMail.objects.filter(over).delete()
    return removed


def read_bounces(now: datetime) -> None:
    read_imap(settings.BOUNCE_IMAP_URL, now=now)


def clear_sessions(now: datetime) -> None:
    call_command("clearsessions", verbosity=0)
