"""Settings that other apps add to the person's own settings page, inside the same form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import QueryDict

    from .models import User


class SettingsPart(Protocol):
    """A Django form with a `title` and a `save()`."""

    title: Any

    def is_valid(self) -> bool: ...
    def save(self) -> object: ...


_parts: dict[str, Callable[[User, QueryDict | None], SettingsPart | None]] = {}


def register(key: str, part: Callable[[User, QueryDict | None], SettingsPart | None]) -> None:
    """`part(person, posted)` returns an unbound form for None. Its fields need a prefix of their own.

    A part that has nothing to say to this person is None.
    """
    _parts[key] = part


def parts_of(person: User, posted: QueryDict | None) -> list[SettingsPart]:
    built = [part(person, posted) for part in _parts.values()]
    return [part for part in built if part is not None]
