"""After four weeks without a word from the municipality the reporter is asked whether the fault is still there."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from .actions.locking import lock
from .models import FaultReport
from .telling import tell_of_silence

if TYPE_CHECKING:
    from datetime import datetime

SILENCE = timedelta(weeks=4)
AT_ONCE = 500  # an hour


def remind(now: datetime) -> int:
    """Once a report. Returns how many were asked."""
    before = now - SILENCE
    waiting = FaultReport.objects.silent_since(before).order_by("status_since", "pk")[:AT_ONCE]
    return sum(_remind(report, before, now) for report in list(waiting))


@transaction.atomic
def _remind(report: FaultReport, before: datetime, now: datetime) -> bool:
    """Somebody may have answered since it was looked up."""
    report = lock(report)
    if not FaultReport.objects.silent_since(before).filter(pk=report.pk).exists():
        return False
    report.reminded_at = now
    report.save(update_fields=["reminded_at"])
    tell_of_silence(report, now=now)
    return True
