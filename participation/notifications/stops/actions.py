"""What stops an address, and what lets it go on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from .models import Reason, ReturnedMail, StoppedAddress
from .tokens import halves_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from participation.accounts.models import User

DAYS, WITHIN = 4, timedelta(days=14)
FORGOTTEN_AFTER = timedelta(days=365)
QUESTIONS_AGAIN_AFTER = timedelta(days=30)


@transaction.atomic
def stop(*, key: str, reason: str, now: datetime) -> bool:
    """Returns whether it was new."""
    _row, is_new = StoppedAddress.objects.get_or_create(key=key, defaults={"reason": reason, "stopped_at": now})
    ReturnedMail.objects.filter(key=key).delete()
    return is_new


@transaction.atomic
def came_back(*, key: str, now: datetime) -> bool:
    """For now, said its server: the letterbox is full, say. Stops it on the fourth day of a fortnight."""
    today = timezone.localdate(now)
    ReturnedMail.objects.get_or_create(key=key, on=today)
    if ReturnedMail.objects.filter(key=key, on__gt=today - WITHIN).count() < DAYS:
        return False
    return stop(key=key, reason=Reason.AGAIN_AND_AGAIN, now=now)


@transaction.atomic
def try_again(*, address: str) -> bool:
    """Its owner says so, or has just read a mail of ours. Returns whether it was stopped."""
    keys = halves_of(address)
    ReturnedMail.objects.filter(key__in=keys).delete()
    removed, _rows = StoppedAddress.objects.filter(key__in=keys).delete()
    return bool(removed)


def stopped_among(addresses: Iterable[str]) -> dict[str, datetime]:
    """Those of `addresses` that are stopped, and since when. One query."""
    keys = {key: address for address in set(addresses) for key in halves_of(address)}
    rows = StoppedAddress.objects.filter(key__in=keys).values_list("key", "stopped_at")
    return {keys[key]: stopped_at for key, stopped_at in rows}


def how_many_stopped(addresses: Iterable[str]) -> int:
    """Of any number of them. Where no address is stopped none is looked at."""
    keys = set(StoppedAddress.objects.values_list("key", flat=True))
    return sum(not keys.isdisjoint(halves_of(address)) for address in addresses) if keys else 0


def counts_for_questions(stopped_at: datetime, now: datetime) -> bool:
    """Whoever asks an address whether it wants mail may ask again a month after: a letterbox may be back."""
    return stopped_at > now - QUESTIONS_AGAIN_AFTER


def stop_of(address: str) -> StoppedAddress | None:
    return StoppedAddress.objects.filter(key__in=halves_of(address)).first()


def proved_again(sender: object, person: User, keys: Iterable[str], **kwargs: object) -> None:
    """Whoever proves an address got a mail there."""
    halves = [key[:32] for key in keys]
    StoppedAddress.objects.filter(key__in=halves).delete()
    ReturnedMail.objects.filter(key__in=halves).delete()


def forget(now: datetime) -> int:
    before = timezone.localdate(now) - WITHIN
    days, _rows = ReturnedMail.objects.filter(Q(on__lt=before)).delete()
    stops, _rows = StoppedAddress.objects.filter(stopped_at__lt=now - FORGOTTEN_AFTER).delete()
    return days + stops
