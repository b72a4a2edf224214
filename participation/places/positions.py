from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .atlas import BadPosition, point_of


class BadTable(ValueError):
    """The file has no columns to read positions from; the message says which are missing."""


@dataclass(frozen=True)
class PositionRow:
    """One row of a table: a position, or what is wrong with it. `number` counts the heading as row 1."""

    number: int
    position: tuple[float, float] | None
    problem: str = ""


def read_position(lon: str, lat: str) -> tuple[float, float]:
    """A position as people write it, with decimal point or comma. Raises BadPosition."""
    north, east = _number(_("latitud"), lat), _number(_("longitud"), lon)
    point = point_of(east, north)
    return point.x, point.y


def read_positions(lines: Iterable[str]) -> Iterator[PositionRow]:
    """The rows of a CSV table with the columns lon and lat, in any order; others are ignored. Raises BadTable."""
    iterator = iter(lines)
    heading = next(iterator, "").removeprefix("\ufeff")
    delimiter = max(",;\t", key=heading.count)
    columns = [name.strip().lower() for name in next(csv.reader([heading], delimiter=delimiter), [])]
    missing = [name for name in ("lon", "lat") if name not in columns]
    if missing:
        raise BadTable(_("Filen saknar kolumnen %(names)s på första raden.") % {"names": ", ".join(missing)})
    table = csv.reader(iterator, delimiter=delimiter)
    try:
        for cells in table:
            if cells:
                # One more than the reader counts: it never saw the heading.
                yield _row(table.line_num + 1, dict(zip(columns, cells, strict=False)))
    except csv.Error as error:
        raise BadTable(_("Tabellen är trasig på rad %(number)d.") % {"number": table.line_num + 1}) from error


def _row(number: int, cells: dict[str, str]) -> PositionRow:
    try:
        return PositionRow(number, read_position(cells.get("lon", ""), cells.get("lat", "")))
    except BadPosition as problem:
        return PositionRow(number, None, str(problem))


def _number(name: str, text: str) -> float:
    if not text.strip():
        raise BadPosition(_("Skriv också %(name)s.") % {"name": name})
    try:
        return float(text.strip().replace(",", "."))
    except ValueError as error:
        shown = {"name": name, "text": text.strip()[:40]}
        raise BadPosition(_("%(name)s är inget tal: ”%(text)s”.") % shown) from error
