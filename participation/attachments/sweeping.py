"""Files whose row is gone: its transaction was undone, or it went with its owner. No photo outlives its case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from .models import Attachment
from .storage import private_storage

SPARED = timedelta(hours=24)  # the row of a new file may not be committed yet


def sweep(*, now: datetime) -> int:
    """Returns how many files it removed."""
    return sum([_sweep(model, now) for model in _concrete(Attachment)])  # type: ignore[misc, type-abstract]  # abstract to Django


def _concrete(model: type[Attachment]) -> Iterator[type[Attachment]]:
    for subclass in model.__subclasses__():
        if not subclass._meta.abstract:
            yield subclass
        yield from _concrete(subclass)


def _sweep(model: type[Attachment], now: datetime) -> int:
    storage, root = private_storage(), model.folder()
    if not storage.exists(root):
        return 0
    removed = 0
    for shelf in storage.listdir(root)[0]:
        files = storage.listdir(f"{root}/{shelf}")[1]
        owners = {name: key for name in files if (key := _key(name))}
        alive = set(model._default_manager.filter(pk__in=owners.values()).values_list("pk", flat=True))
        for name, key in owners.items():
            path = f"{root}/{shelf}/{name}"
            if key not in alive and storage.get_modified_time(path) < now - SPARED:
                storage.delete(path)
                removed += 1
    return removed


def _key(name: str) -> UUID | None:
    try:
        return UUID(name[:32])
    except ValueError:
        return None
