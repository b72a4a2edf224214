"""Squares of the map with how many reports lie in them, counted by the database and ready to be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt
from typing import TYPE_CHECKING

from django.db.models import Avg, Count, Min, Q

from .grid import Frame, edges_of, frame_of, inside, on_grid, widened
from .models import FINEST

if TYPE_CHECKING:
    from participation.places.outline import Projection

    from .querysets import FaultReportQuerySet

SHADES = 5
SQUARE = ("grid_x", "grid_y")


@dataclass(frozen=True)
class Place:
    """`across` squares of a level from (x, y) to the east and to the south."""

    x: int
    y: int
    level: int
    at: tuple[float, float]  # (longitude, latitude): the middle of the reports
    across: int = 1
    name: str = ""

    def __str__(self) -> str:
        return self.name

    @property
    def squares(self) -> tuple[int, int, int, int]:
        """West, north, east, south on the finest grid, the last ones included."""
        west, north, _east, _south = widened(self.x, self.y, self.level)
        more = self.across - 1
        return west, north, *widened(self.x + more, self.y + more, self.level)[2:]

    @property
    def written(self) -> str:
        """As the desk's list reads it."""
        return "-".join(str(side) for side in self.squares)

    @property
    def edges(self) -> Frame:
        return edges_of(*self.squares)

    @property
    def frame(self) -> Frame:
        return frame_of(*self.squares)


@dataclass(frozen=True)
class Busy:
    """A square with reports."""

    place: Place
    number: int
    open: int
    only: int | None = None  # the key of the report, where there is one alone


@dataclass(frozen=True)
class Spot:
    """One on the map. The numbers of its drawing are ready for SVG; `shade` is 1 for few to SHADES for most."""

    place: Place
    number: int
    only: int | None
    shade: int
    x: str
    y: str
    width: str
    height: str
    text_x: str
    text_y: str


def busy_squares(reports: FaultReportQuerySet, frame: Frame, level: int, limit: int | None = None) -> list[Busy]:
    """Whole squares, those with most reports first."""
    (west, north, east, south), shift = frame.squares, FINEST - level
    first, last = widened(west >> shift, north >> shift, level), widened(east >> shift, south >> shift, level)
    rows = (
        on_grid(inside(reports, (*first[:2], *last[2:])), level)
        .order_by()
        .values(*SQUARE)
        .annotate(
            number=Count("pk"),
            only=Min("pk"),
            still_open=Count("pk", filter=Q(ended_at__isnull=True)),
            east=Avg("lon"),
            north=Avg("lat"),
        )
        .order_by("-number", *SQUARE)
    )
    return [
        Busy(
            place=Place(row["grid_x"], row["grid_y"], level, (row["east"], row["north"])),
            number=row["number"],
            open=row["still_open"],
            only=row["only"] if row["number"] == 1 else None,
        )
        for row in rows[:limit]
    ]


def spots_of(busy: list[Busy], projection: Projection) -> list[Spot]:
    most = max((square.number for square in busy), default=0)
    return [_spot(square, most, projection) for square in busy]


def _spot(square: Busy, most: int, projection: Projection) -> Spot:
    edges = square.place.edges
    left, top = projection.to_pixel(edges.west, edges.north)
    right, bottom = projection.to_pixel(edges.east, edges.south)
    return Spot(
        place=square.place,
        number=square.number,
        only=square.only,
        shade=ceil(SHADES * sqrt(square.number / most)),
        x=f"{left:.1f}",
        y=f"{top:.1f}",
        width=f"{right - left:.1f}",
        height=f"{bottom - top:.1f}",
        text_x=f"{(left + right) / 2:.1f}",
        text_y=f"{(top + bottom) / 2:.1f}",
    )
