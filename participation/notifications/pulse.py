"""Whether a worker is alive and keeps up: its heartbeat, how old the queue is, which jobs are late."""

from __future__ import annotations

import os
import socket
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Max, Min, Q

from . import periodic
from .models import Heartbeat, OutgoingMail, PeriodicRun

if TYPE_CHECKING:
    from datetime import datetime

EVERY = timedelta(seconds=10)
FORGOTTEN_AFTER = timedelta(days=1)
# The receiver's own mail server said not now; the next mail may go through.
ABOUT_ONE_RECEIVER = ("SMTPRecipientsRefused", "SMTPDataError")
Status = OutgoingMail.Status


class Pulse:
    """A worker's own: beats at most every ten seconds, however often it is asked."""

    def __init__(self, *, now: datetime) -> None:
        self.worker = f"{socket.gethostname()[:100]}:{os.getpid()}"
        self.started_at = now
        self._last: datetime | None = None

    def beat(self, *, now: datetime) -> None:
        if self._last is not None and self._last <= now < self._last + EVERY:
            return
        values = {"started_at": self.started_at, "beat_at": now}
        _row, created = Heartbeat.objects.update_or_create(worker=self.worker, defaults=values)
        if created:  # one that was killed could not tidy up after itself
            Heartbeat.objects.filter(beat_at__lt=now - FORGOTTEN_AFTER).delete()
        self._last = now

    def stop(self) -> None:
        Heartbeat.objects.filter(worker=self.worker).delete()


def silence(now: datetime) -> int | None:
    """Seconds since any worker gave a sign of life; None where there is none."""
    last = Heartbeat.objects.aggregate(last=Max("beat_at"))["last"]
    return None if last is None else max(0, round((now - last).total_seconds()))


def oldest_mail(now: datetime) -> int:
    """Seconds that the oldest mail has waited, apart from those that their receiver's server puts off."""
    unsent = Q(status__in=[Status.WAITING, Status.SENDING], created_at__lte=now) & ~Q(error__in=ABOUT_ONE_RECEIVER)
    oldest = OutgoingMail.objects.filter(unsent).aggregate(oldest=Min("created_at"))["oldest"]
    return 0 if oldest is None else round((now - oldest).total_seconds())


def late_jobs(now: datetime, *, after: int) -> list[str]:
    """Jobs that should have run, or run well, more than `after` seconds ago."""
    rows = {row.name: row for row in PeriodicRun.objects.all()}
    return sorted(name for name, job in periodic.jobs().items() if name in rows and job.is_late(rows[name], now, after))
