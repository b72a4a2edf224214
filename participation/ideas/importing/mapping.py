"""What the columns of another platform mean: data in TOML, so that a new platform needs no code."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from .columns import Column
from .errors import ImportRefused

SHIPPED = Path(__file__).parent / "mappings"
# What a state there can be here. All but "published" are seen by staff alone; "skip" is not fetched.
MEANINGS = ("published", "refused", "withdrawn", "skip")
LANGUAGE = re.compile(r"([A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?)?")


@dataclass(frozen=True)
class Columns:
    """Of one file. `all` is what the mapping asks of its heading."""

    key: tuple[Column, ...]
    text: tuple[Column, ...]
    title: Column | None = None
    idea: tuple[Column, ...] = ()
    idea_pattern: re.Pattern[str] | None = None
    parent: Column | None = None
    parent_if: tuple[Column, str] | None = None
    no_parent: frozenset[str] = frozenset()
    date: Column | None = None
    time: Column | None = None
    date_format: str = ""
    author: Column | None = None
    supports: Column | None = None
    state: Column | None = None
    latitude: Column | None = None
    longitude: Column | None = None
    place: Column | None = None
    blank: frozenset[str] = frozenset()
    html: bool = False
    states: dict[str, str] = field(default_factory=dict)

    @property
    def all(self) -> list[Column]:
        several = [*self.key, *self.text, *self.idea]
        single = [self.title, self.parent, self.date, self.time, self.author, self.supports, self.state]
        rest = [self.latitude, self.longitude, self.place, self.parent_if[0] if self.parent_if else None]
        return [column for column in [*several, *single, *rest] if column is not None]

    def missing(self, heading: Iterable[str]) -> list[str]:
        heading = list(heading)
        return [str(column) for column in self.all if not column.is_among(heading)]


@dataclass(frozen=True)
class Mapping:
    name: str
    source: str
    language: str
    timezone: ZoneInfo
    ideas: Columns
    comments: Columns | None


def shipped() -> list[Mapping]:
    return [load(path) for path in sorted(SHIPPED.glob("*.toml"))]


def recognise(heading: Iterable[str]) -> Mapping:
    """The shipped mapping whose columns stand in the heading. Raises ImportRefused, which says what each one lacks."""
    heading = list(heading)
    candidates = shipped()
    fitting = [mapping for mapping in candidates if not mapping.ideas.missing(heading)]
    if fitting:
        return max(fitting, key=lambda mapping: len(mapping.ideas.all))
    lines = [
        _("%(name)s: %(columns)s saknas") % {"name": one.name, "columns": ", ".join(one.ideas.missing(heading))}
        for one in candidates
    ]
    raise ImportRefused(
        _("Ingen beskrivning känner igen kolumnerna. Skriv en egen och ange den med --mapping.")
        + "".join(f"\n  {line}" for line in lines)
    )


def load(path: Path) -> Mapping:
    """Raises ImportRefused, which says what is wrong in the mapping."""
    try:
        with path.open("rb") as file:
            data = tomllib.load(file)
    except OSError as error:
        raise ImportRefused(_("Beskrivningen %(name)s går inte att läsa.") % {"name": path.name}) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _wrong(path, str(error)) from error
    try:
        return _mapping(data)
    except (KeyError, TypeError, ValueError) as error:
        raise _wrong(path, str(error.args[0]) if error.args else "") from error


def _wrong(path: Path, why: str) -> ImportRefused:
    return ImportRefused(_("Beskrivningen %(name)s är fel: %(why)s") % {"name": path.name, "why": why})


def _mapping(data: dict[str, Any]) -> Mapping:
    _only(data, {"name", "source", "language", "timezone", "ideas", "comments"}, "")
    _needs(data, {"name", "source", "ideas"}, "")
    source, language = _text(data["source"]), _text(data.get("language", ""))
    if not 1 <= len(source) <= 40:
        raise ValueError(_("source har 1 till 40 tecken"))
    if not LANGUAGE.fullmatch(language):
        raise ValueError(_("language är en språkkod, som ”es”"))
    return Mapping(
        name=_text(data["name"]),
        source=source,
        language=language,
        timezone=_zone(_text(data.get("timezone", "UTC"))),
        ideas=_columns(data["ideas"], "ideas", {"key", "title", "text"}, IDEA_NAMES),
        comments=_columns(data["comments"], "comments", {"key", "idea", "text"}, COMMENT_NAMES)
        if "comments" in data
        else None,
    )


def _columns(table: Any, where: str, needed: set[str], known: set[str]) -> Columns:
    if not isinstance(table, dict):
        raise TypeError(_("[%(where)s] är en tabell") % {"where": where})
    _only(table, known, where)
    _needs(table, needed, where)
    values = {name: _named(READ[name], value, f"{where}.{name}") for name, value in table.items()}
    return Columns(**values)


def _named(read: Callable[[Any], Any], value: Any, where: str) -> Any:
    try:
        return read(value)
    except (KeyError, TypeError, ValueError, re.error) as error:
        raise ValueError(f"{where}: {error.args[0] if error.args else ''}") from error


def _only(table: dict[str, Any], known: set[str], where: str) -> None:
    if strange := sorted(set(table) - known):
        names = {"names": ", ".join(strange), "where": f"[{where}]" if where else _("början")}
        raise ValueError(_("okända ord i %(where)s: %(names)s") % names)


def _needs(table: dict[str, Any], needed: set[str], where: str) -> None:
    if lacking := sorted(needed - set(table)):
        names = {"names": ", ".join(lacking), "where": f"[{where}]" if where else _("början")}
        raise ValueError(_("i %(where)s saknas: %(names)s") % names)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(_("%(value)s ska vara text") % {"value": repr(value)[:40]})
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(_("true eller false"))
    return value


def _texts(value: Any) -> list[str]:
    if not isinstance(value, list) or not value:
        raise TypeError(_("en lista med minst en text"))
    return [_text(one) for one in value]


def _column(value: Any) -> Column:
    if not _text(value).strip():
        raise ValueError(_("namnet på en kolumn saknas"))
    return Column.parse(value)


def _several(value: Any) -> tuple[Column, ...]:
    return tuple(_column(one) for one in _texts(value))


def _words(value: Any) -> frozenset[str]:
    return frozenset(_texts(value))


def _states(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not set(value.values()) <= set(MEANINGS):
        raise ValueError(_("varje läge är något av %(known)s") % {"known": ", ".join(MEANINGS)})
    return {state.strip().lower(): meaning for state, meaning in value.items()}


def _condition(value: Any) -> tuple[Column, str]:
    if not isinstance(value, dict) or set(value) != {"column", "is"}:
        raise TypeError('{ column = "…", is = "…" }')
    return _column(value["column"]), _text(value["is"])


def _pattern(value: Any) -> re.Pattern[str]:
    pattern = re.compile(_text(value))
    if pattern.groups != 1:
        raise ValueError(_("ett mönster med en parentes"))
    return pattern


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(_("timezone %(name)s finns inte") % {"name": name[:40]}) from error


READ: dict[str, Callable[[Any], Any]] = {
    "key": _several,
    "idea": _several,
    "text": lambda value: _several(value if isinstance(value, list) else [value]),
    "idea_pattern": _pattern,
    "parent_if": _condition,
    "no_parent": _words,
    "blank": _words,
    "html": _flag,
    "states": _states,
    "date_format": _text,
}
READ |= dict.fromkeys(
    ["title", "parent", "date", "time", "author", "supports", "state", "latitude", "longitude", "place"], _column
)
SHARED = {"key", "text", "date", "time", "date_format", "author", "html", "blank"}
IDEA_NAMES = SHARED | {"title", "supports", "state", "states", "latitude", "longitude", "place"}
COMMENT_NAMES = SHARED | {"idea", "idea_pattern", "parent", "parent_if", "no_parent"}
