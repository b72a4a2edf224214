"""Positions as squares of a grid, and back. A square of level L is 360/2^L degrees wide and half as many high."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from django.db.models import F, IntegerField, Value
from django.db.models.functions import Cast, Floor

from participation.faults.models import LEVELS
from participation.places.squares import FINEST, LAT, LON, square_of

if TYPE_CHECKING:
    from participation.faults.querysets import FaultReportQuerySet

MOST_ACROSS = 24  # squares of a view: more would lie on each other


def position_of(x: float, y: float) -> tuple[float, float]:
    """(longitude, latitude) of the middle of a square, or between squares."""
    return (x + 0.5) * LON - 180, 90 - (y + 0.5) * LAT


@dataclass(frozen=True)
class Frame:
    """A part of the earth in degrees, as an address writes it."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def read(cls, written: str) -> Frame | None:
        """`17.1,62.3,17.5,62.5`: west, south, east, north. None for anything that is no such part."""
        try:
            west, south, east, north = (float(part) for part in written[:120].split(","))
        except ValueError:
            return None
        if not all(isfinite(side) for side in (west, south, east, north)):
            return None
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            return None
        return cls(west, south, east, north)

    @property
    def written(self) -> str:
        return ",".join(f"{side:.5f}" for side in (self.west, self.south, self.east, self.north))

    @property
    def middle(self) -> tuple[float, float]:
        return (self.west + self.east) / 2, (self.south + self.north) / 2

    @property
    def squares(self) -> tuple[int, int, int, int]:
        """West, north, east, south on the finest grid."""
        return (*square_of(self.west, self.north), *square_of(self.east, self.south))

    @property
    def level(self) -> int:
        """Of the squares whose figures are stored; FINEST beyond them."""
        return self.finest_of((*LEVELS, FINEST))

    def finest_of(self, levels: Iterable[int]) -> int:
        """The finest of them at which no more than MOST_ACROSS squares stand side by side."""
        west, north, east, south = self.squares
        across = max(east - west, south - north) + 1
        fitting = [level for level in levels if across >> (FINEST - level) <= MOST_ACROSS]
        return max(fitting, default=LEVELS[0])

    def resized(self, times: float) -> Frame:
        """About its middle; never beyond the poles nor smaller than a few squares."""
        lon, lat = self.middle
        half = min(max((self.east - self.west) / 2 * times, 8 * LON), 90)
        high = min(max((self.north - self.south) / 2 * times, 8 * LAT), 45)
        return Frame(lon - half, lat - high, lon + half, lat + high)._kept_on_earth()

    def moved(self, east: float, north: float) -> Frame:
        """By so many of its own widths and heights."""
        right, up = (self.east - self.west) * east, (self.north - self.south) * north
        moved = Frame(self.west + right, self.south + up, self.east + right, self.north + up)
        return moved._kept_on_earth()

    def _kept_on_earth(self) -> Frame:
        return Frame(max(self.west, -180), max(self.south, -90), min(self.east, 180), min(self.north, 90))


def edges_of(west: int, north: int, east: int, south: int) -> Frame:
    """The part of the earth that these squares of the finest grid cover, the last ones included."""
    return Frame(west * LON - 180, 90 - (south + 1) * LAT, (east + 1) * LON - 180, 90 - north * LAT)


def frame_of(*squares: int) -> Frame:
    """What to look at to see them: all of them, and a little round them."""
    return edges_of(*squares).resized(1.2)


def widened(x: int, y: int, level: int) -> tuple[int, int, int, int]:
    """A square of a level as squares of the finest grid: west, north, east, south, the last ones included."""
    shift = FINEST - level
    return x << shift, y << shift, (x + 1 << shift) - 1, (y + 1 << shift) - 1


def coarser(squares: Iterable[int], level: int) -> list[int]:
    return [square >> (FINEST - level) for square in squares]


def on_grid(reports: FaultReportQuerySet, level: int) -> FaultReportQuerySet:
    """Those with a position, each with `grid_x` and `grid_y`: its square of the level, worked out by the database."""
    finer = 1 << level  # a power of two: a coarser square is a shift of a finer one here, too
    east = (F("lon") + Value(180.0)) * Value(finer / 360)
    south = (Value(90.0) - F("lat")) * Value(finer / 180)
    return reports.filter(lat__isnull=False, lon__isnull=False).annotate(
        grid_x=Cast(Floor(east), IntegerField()), grid_y=Cast(Floor(south), IntegerField())
    )


def inside(reports: FaultReportQuerySet, squares: tuple[int, int, int, int]) -> FaultReportQuerySet:
    """Those in squares of the finest grid: west, north, east, south, the last ones included.

    The degrees are a square wider on each side: they are for the index, the squares decide.
    """
    west, north, east, south = squares
    near = reports.filter(
        lon__range=((west - 1) * LON - 180, (east + 2) * LON - 180),
        lat__range=(90 - (south + 2) * LAT, 90 - (north - 1) * LAT),
    )
    return on_grid(near, FINEST).filter(**{"grid_x__range": (west, east), "grid_y__range": (north, south)})
