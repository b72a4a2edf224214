"""Hot spots: where on the map most reports lie. The database counts them by square; no report is read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from participation.faults.grid import Frame
from participation.faults.models import FINEST, LEVELS
from participation.faults.picture import drawn, outlines_of, projection_of
from participation.faults.squares import Busy, Spot, busy_squares, spots_of
from participation.places.atlas import METRES_PER_DEGREE

from .places import named

if TYPE_CHECKING:
    from participation.faults.querysets import FaultReportQuerySet
    from participation.places.models import Municipality

LISTED = 20
LISTED_LEVEL = 16  # the squares of the table are some 300 metres, or as fine as the map's


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
    shown = drawn(frame)
    level = shown.finest_of(range(LEVELS[0], FINEST + 1))
    fine = max(level, LISTED_LEVEL)
    busy = busy_squares(reports, shown, level)
    listed = busy_squares(reports, shown, fine, LISTED)
    return GridMap(
        width=str(projection.width),
        height=str(projection.height),
        outlines=outlines_of(municipalities, projection),
        frame=shown,
        spots=spots_of(busy, projection),
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
