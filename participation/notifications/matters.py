"""What news are about beyond their topic: an entry, a published evaluation. Gone from sight, it takes its news along.

Whoever asks for a person's news (`Notification.objects.to`) is answered with what is shown at that moment: inbox,
digest, mail, push and export alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Exists, OuterRef, Q

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet


class Matter(NamedTuple):
    name: str = ""
    pk: int | None = None


NONE = Matter()
_rows: dict[str, Callable[[], QuerySet[Any]]] = {}


def register(name: str, rows: Callable[[], QuerySet[Any]]) -> None:
    """`rows()` are those that are shown now. It may ask for a column of the news by `OuterRef`."""
    _rows[name] = rows


def shown() -> Q:
    """Of news: what they are about is shown."""
    seen = Q(matter=NONE.name)
    for name, rows in _rows.items():
        seen |= Q(Exists(rows().filter(pk=OuterRef("matter_id"))), matter=name)
    return seen
