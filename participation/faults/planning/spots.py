"""Hot spots: where on the map most reports lie. The database counts them by square; no report is read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, sqrt
from typing import TYPE_CHECKING

from django.db.models import Avg, Count, Q

from participation.faults.grid import Frame, inside, on_grid, widened
from participation.faults.models import FINEST, LEVELS
from participation.faults.picture import outlines_of, projection_of
from participation.places.atlas import METRES_PER_DEGREE

from .places import Place, named

if TYPE_CHECKING:
    from participation.faults.querysets import FaultReportQuerySet
    from participation.places.models import Municipality
    from participation.places.outline import Projection

LISTED, SHADES = 20, 5
LISTED_LEVEL = 16  # the squares of the table are some 300 metres, or as fine as the map's
SQUARE = ("grid_x", "grid_y")


@dataclass(frozen=True)
class Busy:
    """A square with reports."""

    place: Place
    number: int
    open: int


@dataclass(frozen=True)
class Spot:
    """One on the map. The numbers of its drawing are ready for SVG; `shade` is 1 for few to SHADES for most."""

    place: Place
    number: int
    shade: int
    x: str
    y: str
    width: str
    height: str
    text_x: str
    text_y: str


@dataclass(frozen=True)
class GridMap:
    width: str
    height: str
    outlines: list[str]
    frame: Frame
    spots: list[Spot]
    metres: int
    listed: list[Busy]  # of what is on the picture, with names, those with most reports first
    listed_metres: int


def grid_map(reports: FaultReportQuerySet, frame: Frame, municipalities: list[Municipality]) -> GridMap:
    """Four queries (one asks whether borders are new), which give some six hundred squares at most.

    Doubles count here: they say how many were bothered.
    """
    projection = projection_of(frame)
    drawn = Frame(*projection.frame)
    level = drawn.finest_of(range(LEVELS[0], FINEST + 1))
    fine = max(level, LISTED_LEVEL)
    busy = _busy(reports, drawn, level)
    listed = _busy(reports, drawn, fine, LISTED)
    most = max((square.number for square in busy), default=0)
    return GridMap(
        width=str(projection.width),
        height=str(projection.height),
        outlines=outlines_of(municipalities, projection),
        frame=drawn,
        spots=[_spot(square, most, projection) for square in busy],
        metres=metres_of(level),
        listed=[
            replace(one, place=place) for one, place in zip(listed, named([one.place for one in listed]), strict=True)
        ],
        listed_metres=metres_of(fine),
    )


def metres_of(level: int) -> int:
    """How high a square is, in round figures; in Sweden it is about as wide."""
    metres = 180 / (1 << level) * METRES_PER_DEGREE
    to = 5 if metres < 100 else 10 ** (len(str(int(metres))) - 2)
    return round(metres / to) * to


def _busy(reports: FaultReportQuerySet, frame: Frame, level: int, limit: int | None = None) -> list[Busy]:
    """Whole squares, those with most reports first."""
    (west, north, east, south), shift = frame.squares, FINEST - level
    first, last = widened(west >> shift, north >> shift, level), widened(east >> shift, south >> shift, level)
    rows = (
        on_grid(inside(reports, (*first[:2], *last[2:])), level)
        .order_by()
        .values(*SQUARE)
        .annotate(
            number=Count("pk"),
            still_open=Count("pk", filter=Q(ended_at__isnull=True)),
            east=Avg("lon"),
            north=Avg("lat"),
        )
        .order_by("-number", *SQUARE)
    )
    return [
        Busy(Place(row["grid_x"], row["grid_y"], level, (row["east"], row["north"])), row["number"], row["still_open"])
        for row in rows[:limit]
    ]


def _spot(square: Busy, most: int, projection: Projection) -> Spot:
    edges = square.place.edges
    left, top = projection.to_pixel(edges.west, edges.north)
    right, bottom = projection.to_pixel(edges.east, edges.south)
    return Spot(
        place=square.place,
        number=square.number,
        shade=ceil(SHADES * sqrt(square.number / most)),
        x=f"{left:.1f}",
        y=f"{top:.1f}",
        width=f"{right - left:.1f}",
        height=f"{bottom - top:.1f}",
        text_x=f"{(left + right) / 2:.1f}",
        text_y=f"{(top + bottom) / 2:.1f}",
    )
