"""What stands on a person's own page. Every app that has something to say registers a section."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from .models import User


@dataclass(frozen=True)
class Line:
    title: str
    url: str = ""
    kind: str = ""
    status_shape: str = ""
    status_word: str = ""
    status_date: str = ""
    excerpt: str = ""


@dataclass(frozen=True)
class Section:
    """`lines` are the few newest; `more_url` leads to all of them. Without lines, `empty` and its action are shown."""

    title: str
    lines: list[Line] = field(default_factory=list)
    empty: str = ""
    action_label: str = ""
    action_url: str = ""
    more_label: str = ""
    more_url: str = ""


_sections: dict[str, tuple[int, Callable[[User], Section | None]]] = {}


def register(key: str, *, order: int, section: Callable[[User], Section | None]) -> None:
    """Call it in `AppConfig.ready()`. The same key again replaces; a section that returns None is left out."""
    _sections[key] = (order, section)


def sections_of(person: User) -> list[Section]:
    built = [section(person) for _order, section in sorted(_sections.values(), key=lambda entry: entry[0])]
    return [section for section in built if section is not None]
