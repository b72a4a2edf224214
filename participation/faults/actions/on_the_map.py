"""Keep the public map true: called whenever a report changed, in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from participation.faults.models import FINEST, LEVELS, MapCell, MapPoint
from participation.places.squares import square_of

if TYPE_CHECKING:
    from participation.faults.models import FaultReport

Cells = dict[tuple[int, int, int, int, bool], tuple[int, int, int]]
FIELDS = ("municipality_id", "category_id", "is_open", "x", "y")


def put_on_the_map(report: FaultReport) -> None:
    """The caller holds the report's lock. Cells are changed in one order, so that nobody waits in a circle."""
    before = MapPoint.objects.filter(pk=report.pk).first()
    after = point_of(report)
    if says_so(before, after):
        return
    changes = [(point, sign) for point, sign in ((before, -1), (after, 1)) if point is not None]
    if before is not None and after is None:
        before.delete()
    elif after is not None:
        after.save(force_insert=before is None, force_update=before is not None)
    steps = [(level, point, sign) for level in LEVELS for point, sign in changes]
    for level, point, sign in sorted(steps, key=lambda step: (step[0], _square(step[1], step[0]), step[2])):
        _count(point, level, sign)


def point_of(report: FaultReport) -> MapPoint | None:
    if not report.is_public or report.lon is None or report.lat is None:
        return None
    x, y = square_of(report.lon, report.lat)
    return MapPoint(
        report=report,
        municipality_id=report.municipality_id,
        category_id=report.category_id,
        is_open=report.is_open,
        x=x,
        y=y,
    )


def says_so(one: MapPoint | None, other: MapPoint | None) -> bool:
    if one is None or other is None:
        return one is other
    return all(getattr(one, name) == getattr(other, name) for name in FIELDS)


def stored_cells(level: int) -> Cells:
    """What is stored of a level: count and sums by square, municipality, category and openness."""
    rows = MapCell.objects.filter(level=level, count__gt=0).order_by()
    names = ("x", "y", "municipality_id", "category", "is_open", "count", "sum_x", "sum_y")
    return {row[:5]: row[5:] for row in rows.values_list(*names).iterator()}  # type: ignore[misc]  # as named above


def counted_cells(level: int) -> Cells:
    """The same, counted from the points."""
    cells: Cells = {}
    for x, y, place, category, is_open in MapPoint.objects.order_by().values_list(
        "x", "y", "municipality_id", "category_id", "is_open"
    ):
        key = (x >> (FINEST - level), y >> (FINEST - level), place, category or 0, is_open)
        count, sum_x, sum_y = cells.get(key, (0, 0, 0))
        cells[key] = (count + 1, sum_x + x, sum_y + y)
    return cells


def fill_cells() -> None:
    """All cells from all points, where there are none."""
    for level in LEVELS:
        MapCell.objects.bulk_create(
            (
                MapCell(
                    level=level, x=x, y=y, municipality_id=place, category=category, is_open=is_open,
                    count=count, sum_x=sum_x, sum_y=sum_y,
                )
                for (x, y, place, category, is_open), (count, sum_x, sum_y) in counted_cells(level).items()
            ),
            batch_size=1000,
        )  # fmt: skip


def _square(point: MapPoint, level: int) -> tuple[int, int]:
    return point.x >> (FINEST - level), point.y >> (FINEST - level)


def _count(point: MapPoint, level: int, sign: int) -> None:
    x, y = _square(point, level)
    cell = {
        "level": level,
        "x": x,
        "y": y,
        "municipality_id": point.municipality_id,
        "category": point.category_id or 0,
        "is_open": point.is_open,
    }
    MapCell.objects.bulk_create([MapCell(**cell)], ignore_conflicts=True)
    MapCell.objects.filter(**cell).update(
        count=F("count") + sign, sum_x=F("sum_x") + sign * point.x, sum_y=F("sum_y") + sign * point.y
    )
