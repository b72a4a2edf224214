"""What we know of a person, to hand out and to forget. Every app that keeps any of it registers here.

Closing an account deletes the person's row in the end, and the foreign keys do the rest: `SET_NULL` leaves what
others need without a name, `CASCADE` takes what was the person's alone. Register `erase` only for what a foreign
key cannot do: copied names and addresses, drafts, counters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from .models import User

_exports: dict[str, Callable[[User], Any]] = {}
_erasers: dict[str, Callable[[User], None]] = {}


def register(
    name: str, *, export: Callable[[User], Any] | None = None, erase: Callable[[User], None] | None = None
) -> None:
    """Call it in `AppConfig.ready()`. `name` is the heading in the export: a Swedish word, such as "idéer".

    `export(person)` returns what JSON can hold (dates and times too), and nothing of anybody else's.
    `erase(person)` runs in the transaction that closes the account, while the person's row still stands.
    """
    if export is not None:
        _exports[name] = export
    if erase is not None:
        _erasers[name] = erase


def export_of(person: User) -> dict[str, Any]:
    return {name: export(person) for name, export in _exports.items()}


def erase(person: User) -> None:
    for eraser in _erasers.values():
        eraser(person)
