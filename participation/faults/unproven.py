"""Addresses that somebody wrote to get mail at, and nobody has said yes from: seldom written to, and soon forgotten.

Without it, anybody could have a stranger's letterbox filled from our forms.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from participation.accounts.address_keys import keys_of
from participation.accounts.proof import has_proved

from .models import AreaWatch, FollowRequest, MailedAddress

if TYPE_CHECKING:
    from datetime import datetime

    from .models import FaultReport

AN_HOUR, FORGOTTEN_AFTER = timedelta(hours=1), timedelta(days=7)
MOST_AN_HOUR = 3


def may_be_asked(address: str, *, asked_at: datetime | None, now: datetime) -> bool:
    """Whether a mail may ask the address about something, which it was last asked about at `asked_at`. A yes counts."""
    if asked_at is not None and asked_at > now - AN_HOUR:
        return False
    return _may_be_mailed(address, now)


def may_get_receipt(report: FaultReport, *, now: datetime) -> bool:
    """Whether the contact address may be told that the report came in. A yes counts, unless the reporter is signed in
    and has proved the address; that somebody else proved it says nothing about who wrote it here."""
    address, person = report.contact_email, report.reporter
    if not address or (person is not None and has_proved(person, address)):
        return True
    return _may_be_mailed(address, now)


def _may_be_mailed(address: str, now: datetime) -> bool:
    """Everything that our forms send to it counts together. Call it in the transaction that writes the mail."""
    keys = keys_of(_letterbox(address))
    if MailedAddress.objects.filter(key__in=keys, at__gt=now - AN_HOUR).count() >= MOST_AN_HOUR:
        return False
    MailedAddress.objects.create(key=keys[0], at=now)
    return True


def _letterbox(address: str) -> str:
    """offer+1@ and offer+2@ lie in the same one."""
    name, _at, host = address.strip().lower().rpartition("@")
    return f"{name.partition('+')[0] or name}@{host}"


def forget_unproven(now: datetime) -> int:
    """Returns how many wishes went."""
    before = now - FORGOTTEN_AFTER
    watches, _rows = AreaWatch.objects.filter(confirmed_at=None, created_at__lt=before).delete()
    requests, _rows = FollowRequest.objects.filter(created_at__lt=before).delete()
    MailedAddress.objects.filter(at__lt=now - AN_HOUR).delete()
    return watches + requests
