"""Addresses that somebody wrote to get mail at, and nobody has said yes from: seldom written to (accounts.letterbox),
and soon forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from participation.accounts.letterbox import AN_HOUR, may_be_mailed
from participation.accounts.proof import has_proved

from .models import AreaWatch, FollowRequest

if TYPE_CHECKING:
    from datetime import datetime

    from .models import FaultReport

FORGOTTEN_AFTER = timedelta(days=7)


def may_be_asked(address: str, *, asked_at: datetime | None, now: datetime) -> bool:
    """Whether a mail may ask the address about something, which it was last asked about at `asked_at`. A yes counts."""
    if asked_at is not None and asked_at > now - AN_HOUR:
        return False
    return may_be_mailed(address, now=now)


def may_get_receipt(report: FaultReport, *, now: datetime) -> bool:
    """Whether the contact address may be told that the report came in. A yes counts, unless the reporter is signed in
    and has proved the address; that somebody else proved it says nothing about who wrote it here."""
    address, person = report.contact_email, report.reporter
    if not address or (person is not None and has_proved(person, address)):
        return True
    return may_be_mailed(address, now=now)


def forget_unproven(now: datetime) -> int:
    """Returns how many wishes went."""
    before = now - FORGOTTEN_AFTER
    watches, _rows = AreaWatch.objects.filter(confirmed_at=None, created_at__lt=before).delete()
    requests, _rows = FollowRequest.objects.filter(created_at__lt=before).delete()
    return watches + requests
