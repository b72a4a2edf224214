"""Addresses that somebody wrote to get mail at, and nobody has proved: seldom written to, whatever asks for it.

Without it, anybody could have a stranger's letterbox filled from our forms.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from .address_keys import keys_of
from .models import MailedAddress

if TYPE_CHECKING:
    from datetime import datetime

AN_HOUR = timedelta(hours=1)
MOST_AN_HOUR = 3
MOST_TO_OPEN_AN_ACCOUNT = 6  # in all: what other forms have sent does not keep anybody from an account


def may_be_mailed(address: str, *, now: datetime, most: int = MOST_AN_HOUR) -> bool:
    """Everything that is sent to it counts together, and a yes counts. Call it where the mail is written."""
    keys = keys_of(letterbox_of(address))
    if MailedAddress.objects.filter(key__in=keys, at__gt=now - AN_HOUR).count() >= most:
        return False
    MailedAddress.objects.create(key=keys[0], at=now)
    return True


def forget_mailed(now: datetime) -> None:
    MailedAddress.objects.filter(at__lt=now - AN_HOUR).delete()


def letterbox_of(address: str) -> str:
    """offer+1@ and offer+2@ lie in the same one."""
    name, _at, host = address.strip().lower().rpartition("@")
    return f"{name.partition('+')[0] or name}@{host}"
