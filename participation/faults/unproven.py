"""Addresses that somebody wrote to get mail at, and nobody has said yes from: seldom asked, and soon forgotten.

Without it, anybody could have a stranger's letterbox filled from our forms.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from .models import AreaWatch, FollowRequest

if TYPE_CHECKING:
    from datetime import datetime

AN_HOUR, FORGOTTEN_AFTER = timedelta(hours=1), timedelta(days=7)
MOST_AN_HOUR = 3


def may_be_asked(address: str, *, asked_at: datetime | None, now: datetime) -> bool:
    """Whether a mail may ask the address about something, which it was last asked about at `asked_at`."""
    since = now - AN_HOUR
    if asked_at is not None and asked_at > since:
        return False
    watches = AreaWatch.objects.filter(email__iexact=address, asked_at__gt=since).count()
    follows = FollowRequest.objects.filter(email=address.lower(), asked_at__gt=since).count()
    return watches + follows < MOST_AN_HOUR


def forget_unproven(now: datetime) -> int:
    """Returns how many rows went."""
    before = now - FORGOTTEN_AFTER
    watches, _rows = AreaWatch.objects.filter(confirmed_at=None, created_at__lt=before).delete()
    requests, _rows = FollowRequest.objects.filter(created_at__lt=before).delete()
    return watches + requests
