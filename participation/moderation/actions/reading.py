from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from ..models import Item
from ..models.item import READING_LASTS

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User


def begin_reading(*, item: Item, reader: User, now: datetime) -> bool:
    """Says to colleagues that somebody is on it. Whoever came first stays named until they have not looked for a
    quarter of an hour. Returns whether it is `reader`; nobody is kept out by it."""
    free = Q(read_by__isnull=True) | Q(read_by=reader) | Q(read_at__lte=now - READING_LASTS)
    mine = Item.objects.waiting().filter(free, pk=item.pk)
    changed = mine.exclude(read_by=reader, read_at__gt=now - READING_LASTS).update(read_by=reader, read_at=now)
    return bool(changed) or item.read_by_id == reader.pk


def stop_reading(*, item: Item, reader: User) -> None:
    Item.objects.filter(pk=item.pk, read_by=reader).update(read_by=None, read_at=None)
