"""What the worker does by the clock for this app, and for libraries that expect a cron line."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.management import call_command
from django.db.models import Q

from . import periodic
from .models import OutgoingMail

if TYPE_CHECKING:
    from datetime import datetime

KEEP_MAIL = timedelta(days=30)
DAY = 24 * 60 * 60
Status = OutgoingMail.Status


def register() -> None:
    periodic.register("notifications.prune_mail", seconds=DAY, run=prune_mail)
    periodic.register("sessions.clear", seconds=DAY, run=clear_sessions)


def prune_mail(now: datetime) -> int:
    """Mail is kept for a month after it was sent, to answer "I got nothing", and then forgotten."""
    before = now - KEEP_MAIL
    over = Q(status=Status.SENT, sent_at__lt=before) | Q(
        status__in=[Status.WITHHELD, Status.FAILED], created_at__lt=before
    )
    removed, _rows = OutgoingMail.objects.filter(over).delete()
    return removed


def clear_sessions(now: datetime) -> None:
    call_command("clearsessions", verbosity=0)
