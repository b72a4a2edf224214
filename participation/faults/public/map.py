"""The map of public reports: counted in squares on the server, drawn as a picture of links, without tiles or scripts.

Its work grows with the picture, never with the reports: a view reads some six hundred stored squares at most.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING

from django.db.models import Sum
from django.urls import reverse

from participation.faults.grid import Frame, coarser, frame_of, position_of, widened
from participation.faults.models import FINEST, LEVELS, MapCell, MapPoint
from participation.faults.picture import drawn, outlines_of, projection_of, ways_from, whole_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from participation.places.models import Municipality
    from participation.places.outline import Projection

    from .asked import Asked

FEW = 120  # reports that are drawn each by itself, with a way to its page
SMALLEST, LARGEST = 11.0, 26.0  # pixels from the middle of a mark to its edge: 11 is the smallest to hit with a finger


@dataclass(frozen=True)
class Mark:
    """A circle with its count, or a single report. Coordinates are ready for SVG."""

    x: str
    y: str
    radius: str
    count: int
    url: str
    number: str = ""

    @property
    def shown(self) -> str:
        """Short enough for its circle; the whole figure is read out."""
        return str(self.count) if self.count < 1000 else f"{self.count // 1000}k"


@dataclass(frozen=True)
class Picture:
    width: str
    height: str
    outlines: list[str]
    marks: list[Mark]
    total: int
    ways: list[tuple[str, str]]


def picture_of(asked: Asked, municipalities: list[Municipality]) -> Picture:
    """`municipalities` are those shown: one, or all of the region. Three queries at most."""
    frame = asked.frame or whole_of(municipalities)
    projection = projection_of(frame)
    frame = drawn(frame)
    cells = list(_cells(frame, asked, municipalities))
    total = sum(cell.count for cell in cells)
    marks = _singles(frame, asked, municipalities) if total <= FEW else cells
    return Picture(
        width=str(projection.width),
        height=str(projection.height),
        outlines=outlines_of(municipalities, projection),
        marks=[_mark(cell, projection, asked) for cell in sorted(marks, key=lambda cell: -cell.count)],
        total=total,
        ways=ways_from(frame, lambda there: asked.url(ruta=there.written)),
    )


@dataclass(frozen=True)
class Cell:
    count: int
    x: float
    y: float
    frame: Frame
    number: str = ""


def _cells(frame: Frame, asked: Asked, municipalities: list[Municipality]) -> Iterator[Cell]:
    """Squares with what they hold. Beyond the finest stored level the points themselves are counted: there are few."""
    west, north, east, south = frame.squares
    level = frame.level
    if level > LEVELS[-1]:
        yield from _counted(asked, municipalities, (west, north, east, south))
        return
    x0, y0, x1, y1 = coarser((west, north, east, south), level)
    rows = MapCell.objects.filter(level=level, x__range=(x0, x1), y__range=(y0, y1), count__gt=0)
    rows = rows.filter(municipality__in=municipalities)
    if asked.is_open is not None:
        rows = rows.filter(is_open=asked.is_open)
    if asked.category is not None:
        rows = rows.filter(category=asked.category.pk)
    sums = rows.values_list("x", "y").order_by().annotate(Sum("count"), Sum("sum_x"), Sum("sum_y"))
    for x, y, count, sum_x, sum_y in sums:
        yield Cell(count, sum_x / count, sum_y / count, frame_of(*widened(x, y, level)))


def _points(
    asked: Asked, municipalities: list[Municipality], squares: tuple[int, ...]
) -> Iterator[tuple[int, int, str]]:
    points = MapPoint.objects.within(*squares).filter(municipality__in=municipalities)
    if asked.is_open is not None:
        points = points.filter(is_open=asked.is_open)
    if asked.category is not None:
        points = points.filter(category=asked.category)
    yield from points.order_by().values_list("x", "y", "report__number")


def _counted(asked: Asked, municipalities: list[Municipality], squares: tuple[int, int, int, int]) -> Iterator[Cell]:
    held: dict[tuple[int, int], list[str]] = defaultdict(list)
    for x, y, number in _points(asked, municipalities, squares):
        held[x, y].append(number)
    for (x, y), numbers in held.items():
        yield Cell(len(numbers), x, y, frame_of(x, y, x, y), numbers[0] if len(numbers) == 1 else "")


def _singles(frame: Frame, asked: Asked, municipalities: list[Municipality]) -> list[Cell]:
    """Few reports: each that stands alone on the picture leads to its page, the others to a closer look."""
    level = min(frame.level + 1, FINEST)
    held: dict[tuple[int, int], list[tuple[int, int, str]]] = defaultdict(list)
    for x, y, number in _points(asked, municipalities, frame.squares):
        held[x >> (FINEST - level), y >> (FINEST - level)].append((x, y, number))
    return [
        Cell(
            len(points),
            sum(x for x, _y, _number in points) / len(points),
            sum(y for _x, y, _number in points) / len(points),
            frame_of(*widened(*square, level)),
            points[0][2] if len(points) == 1 else "",
        )
        for square, points in held.items()
    ]


def _mark(cell: Cell, projection: Projection, asked: Asked) -> Mark:
    x, y = projection.to_pixel(*position_of(cell.x, cell.y))
    radius = min(SMALLEST + 1.6 * log2(cell.count), LARGEST)
    alone = reverse("faults:public", args=[cell.number]) if cell.number else ""
    return Mark(
        x=f"{x:.1f}",
        y=f"{y:.1f}",
        radius=f"{radius:.1f}",
        count=cell.count,
        url=alone or f"{asked.url(ruta=cell.frame.written)}#karta",
        number=cell.number,
    )
