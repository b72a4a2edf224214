"""Where a report stands, and by whose doing: what somebody tells of an earlier time does not change it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from .models import FaultEvent

if TYPE_CHECKING:
    from datetime import datetime

    from .models import FaultReport


def moved_by_others_at(report: FaultReport, **themselves: Any) -> datetime | None:
    """When somebody else put the report where it stands. `themselves`: what their own steps have in their detail.

    None where it stands by their own last step, or as it came in: nothing that they say can be older than that.
    """
    if report.status_since == report.created_at:
        return None
    own = {f"detail__{name}": value for name, value in themselves.items()}
    steps = report.events.filter(kind=FaultEvent.Kind.STATUS, at=report.status_since, **own)
    return None if steps.exists() else report.status_since


def is_before(at: datetime, moment: datetime) -> bool:
    """As exactly as `at` is told: some give no fractions, some no seconds, some only the day."""
    return at + _fineness(at) < moment


def _fineness(at: datetime) -> timedelta:
    if at.microsecond:
        return timedelta(0)
    if at.second:
        return timedelta(seconds=1)
    return timedelta(minutes=1) if at.hour or at.minute else timedelta(days=1)
