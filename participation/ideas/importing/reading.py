"""A row of another platform as an idea or an entry of ours, and what was done to make it fit."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.conf import settings

from participation.topics.models import Topic

from ..models import Idea
from .mapping import LANGUAGE
from .moments import moment_of
from .words import clean, from_html, line, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .columns import Column
    from .mapping import Columns
    from .mapping import Mapping as Meaning
    from .table import Row

LONGEST_TITLE, LONGEST_TEXT, LONGEST_PLACE = 120, 8000, 200
LONGEST_ENTRY = settings.COMMENT_MAX_LENGTH
LONGEST_ID = 64
MOST_SUPPORTS = 2_147_483_647
Status = Idea.Status
STATUSES: dict[str, str] = {
    "published": Status.PUBLISHED,
    "refused": Status.REFUSED,
    "withdrawn": Status.WITHDRAWN,
}


@dataclass(frozen=True)
class Dropped:
    """A row that becomes nothing. `why` is a word of report.DROPPED."""

    row: int
    why: str


@dataclass(frozen=True)
class ReadIdea:
    row: int
    key: str
    title: str
    text: str
    status: str
    at: datetime | None = None
    day: date | None = None
    by: str = ""
    supports: int | None = None
    lat: float | None = None
    lon: float | None = None
    place: str = ""
    language: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def visibility(self) -> str:
        return Topic.Visibility.PUBLIC if self.status == Status.PUBLISHED else Topic.Visibility.STAFF

    def digest(self) -> bytes:
        """To tell a row that came twice from one that came changed."""
        said = (self.title, self.text, self.status, self.lat, self.lon, self.place, self.supports)
        return hashlib.blake2b(repr(said).encode(), digest_size=8).digest()


@dataclass(frozen=True)
class ReadEntry:
    row: int
    key: str
    idea: str
    parent: str
    text: str
    at: datetime | None = None
    by: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reader:
    """`is_inside(lon, lat)` tells whether a point lies in the municipality.

    `undated` is the day of ideas that have none.
    """

    meaning: Meaning
    now: datetime
    is_inside: Callable[[float, float], bool]
    undated: datetime | None = None

    def idea(self, row: Row) -> ReadIdea | Dropped:
        columns, cells = self.meaning.ideas, row.cells
        if cells is None:
            return Dropped(row.number, "broken_row")
        if not (key := _key(columns.key, cells)):
            return Dropped(row.number, "no_id")
        meaning, remarks = self._state(columns, cells)
        if meaning == "skip":
            return Dropped(row.number, "skipped_state")
        title, text, language = self._words(columns, cells, remarks)
        if not title:
            return Dropped(row.number, "empty")
        at, day = self._moment(columns, cells, remarks)
        lat, lon = self._position(columns, cells, remarks)
        return ReadIdea(
            row=row.number,
            key=key,
            title=title,
            text=text,
            status=STATUSES[meaning],
            at=at or self.undated,
            day=day,
            by=_told(columns.author, columns, cells),
            supports=_supports(columns, cells, remarks),
            lat=lat,
            lon=lon,
            place=shortened(line(_told(columns.place, columns, cells)), LONGEST_PLACE),
            language=language,
            remarks=tuple(remarks),
        )

    def entry(self, row: Row) -> ReadEntry | Dropped:
        """An entry without words is read too: others may answer it."""
        columns, cells = self.meaning.comments, row.cells
        if cells is None or columns is None:
            return Dropped(row.number, "broken_row")
        key, idea = _key(columns.key, cells), _idea_of(columns, cells)
        if not key:
            return Dropped(row.number, "no_id")
        if not idea:
            return Dropped(row.number, "unknown_idea")
        remarks: list[str] = []
        text = "\n\n".join(_texts(columns, cells))
        if len(text) > LONGEST_ENTRY:
            remarks.append("cut_text")
        at, _day = self._moment(columns, cells, remarks)
        return ReadEntry(
            row=row.number,
            key=key,
            idea=idea,
            parent=_parent_of(columns, cells),
            text=shortened(text, LONGEST_ENTRY),
            at=at,
            by=_told(columns.author, columns, cells),
            remarks=tuple(remarks),
        )

    def _words(self, columns: Columns, cells: Mapping[str, str], remarks: list[str]) -> tuple[str, str, str]:
        """A title that is too long stands whole as the first words of the text."""
        raw, language = columns.title.read(cells) if columns.title else ("", "")
        title = line(from_html(raw) if columns.html else raw)
        text = "\n\n".join(_texts(columns, cells))
        if not text:
            remarks.append("no_text")
        if not title and text:
            title = line(text)
            remarks.append("no_title")
        if len(title) > LONGEST_TITLE:
            remarks.append("shortened_title")
            text = text if line(text).startswith(title) else f"{title}\n\n{text}".strip()
            title = shortened(title, LONGEST_TITLE)
        if len(text) > LONGEST_TEXT:
            remarks.append("cut_text")
            text = shortened(text, LONGEST_TEXT)
        return title, text, language if LANGUAGE.fullmatch(language) and language else self.meaning.language

    def _state(self, columns: Columns, cells: Mapping[str, str]) -> tuple[str, list[str]]:
        """What the mapping does not know is not shown: it may have been hidden there."""
        if columns.state is None:
            return "published", []
        state = columns.state.text(cells).lower()
        known = columns.states.get(state)
        return (known, []) if known else ("refused", ["unknown_state"])

    def _moment(
        self, columns: Columns, cells: Mapping[str, str], remarks: list[str]
    ) -> tuple[datetime | None, date | None]:
        day, clock = _told(columns.date, columns, cells), _told(columns.time, columns, cells)
        zone = self.meaning.timezone
        moment = moment_of(day, clock, zone=zone, now=self.now, date_format=columns.date_format) if day else None
        if moment is None:
            remarks.append("no_date")
            return None, None
        return moment.at, moment.day

    def _position(
        self, columns: Columns, cells: Mapping[str, str], remarks: list[str]
    ) -> tuple[float | None, float | None]:
        told = _told(columns.latitude, columns, cells), _told(columns.longitude, columns, cells)
        if not any(told):
            return None, None
        lat, lon = (_number(words) for words in told)
        if lat is None or lon is None or abs(lat) > 90 or abs(lon) > 180:
            remarks.append("bad_position")
        elif not self.is_inside(lon, lat):
            remarks.append("outside")
        else:
            return lat, lon
        return None, None


def _key(columns: tuple[Column, ...], cells: Mapping[str, str]) -> str:
    parts = [line(column.text(cells)) for column in columns]
    if not all(parts):
        return ""
    key = "/".join(parts)
    return key if len(key) <= LONGEST_ID else hashlib.sha256(key.encode()).hexdigest()


def _idea_of(columns: Columns, cells: Mapping[str, str]) -> str:
    if columns.idea_pattern is None:
        return _key(columns.idea, cells)
    found = columns.idea_pattern.search(columns.idea[0].text(cells))
    return found[1] if found else ""


def _parent_of(columns: Columns, cells: Mapping[str, str]) -> str:
    if columns.parent_if is not None:
        column, needed = columns.parent_if
        if column.text(cells) != needed:
            return ""
    parent = _key((columns.parent,), cells) if columns.parent else ""
    return "" if parent in columns.no_parent else parent


def _texts(columns: Columns, cells: Mapping[str, str]) -> list[str]:
    read = from_html if columns.html else clean
    return [words for column in columns.text if (words := read(column.text(cells)))]


def _told(column: Column | None, columns: Columns, cells: Mapping[str, str]) -> str:
    words = clean(column.text(cells)) if column else ""
    return "" if words in columns.blank else words


def _supports(columns: Columns, cells: Mapping[str, str], remarks: list[str]) -> int | None:
    words = _told(columns.supports, columns, cells)
    if not words:
        return None
    count = _number(words)
    if count is None or count < 0 or count != int(count) or count > MOST_SUPPORTS:
        remarks.append("bad_supports")
        return None
    return int(count)


def _number(words: str) -> float | None:
    try:
        number = float(words.replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None
