"""Faults that come back: reported again, in one category at one place, once the earlier reports of it had ended.

What comes in while one of them is open is the same fault once more, and so is a double or a part; but one that is open
still after AGAIN_AFTER speaks for no new report. Several that come at once are one time, however many they are.

A place is a block of two by two squares of a fine grid. Each block that can be laid counts (four grids, two queries
each), so that no border runs through a place: faults within half a block of each other are always found together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import Avg, Count, DateTimeField, ExpressionWrapper, F, Max, Min, Q, RowRange, Value, Window
from django.db.models.functions import Coalesce, Least

from participation.faults.grid import on_grid
from participation.faults.squares import Place

from .places import named

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from participation.faults.desk.further import Link
    from participation.faults.models import FaultReport
    from participation.faults.querysets import FaultReportQuerySet

LEVELS = (19, 18, 17)  # blocks of about 40, 75 and 150 metres
USUAL = 18
LISTED, LOOKED_AT = 30, 60
AGAIN_AFTER = timedelta(days=30)
GRIDS = ((0, 0), (0, 1), (1, 0), (1, 1))
GROUP = ("municipality__name", "category_id", "category__name", "block_x", "block_y")


@dataclass(frozen=True)
class Repeat:
    municipality: str
    category_id: int
    category: str
    place: Place
    times: int  # that it was reported anew, with the first
    number: int  # of reports
    open: int
    since: datetime
    until: datetime
    first: FaultReport
    last: FaultReport
    further: tuple[Link, ...] = ()  # what else can be made of it: only on the page


def repeats(reports: FaultReportQuerySet, level: int) -> list[Repeat]:
    """The places where it came back most, at most LISTED. Ten queries at most."""
    faults = on_grid(reports.without_doubles().filter(category__isnull=False, part_of__isnull=True), level + 1)
    found = _apart([row for shift in GRIDS for row in _blocks(faults, *shift)])
    places = named([_place(row, level) for row in found])
    told = (
        reports.select_related("municipality")
        .only("number", "municipality")
        .in_bulk([row[name] for row in found for name in ("oldest", "newest")])
    )
    return [
        Repeat(
            municipality=row["municipality__name"],
            category_id=row["category_id"],
            category=row["category__name"],
            place=place,
            times=row["again"] + 1,
            number=row["number"],
            open=row["still_open"],
            since=row["since"],
            until=row["until"],
            first=told[row["oldest"]],
            last=told[row["newest"]],
        )
        for row, place in zip(found, places, strict=True)
    ]


def _blocks(faults: FaultReportQuerySet, east: int, south: int) -> list[dict[str, Any]]:
    """Of one grid, which begins so many squares further west and north. `left` and `top` are a block's first square."""
    blocks = faults.annotate(
        block_x=(F("grid_x") + east).bitrightshift(1), block_y=(F("grid_y") + south).bitrightshift(1)
    )
    # First which, then what there is of those: asked at once, a database compares each report with all that came anew.
    most = blocks.filter(pk__in=_anew(blocks)).order_by().values(*GROUP).annotate(again=Count("pk"))
    again = {tuple(row[name] for name in GROUP): row["again"] for row in most.order_by("-again", *GROUP)[:LOOKED_AT]}
    if not again:
        return []
    counted = (
        blocks.filter(reduce(or_, (Q(**dict(zip(GROUP, block, strict=True))) for block in again)))
        .order_by()
        .values(*GROUP)
        .annotate(
            number=Count("pk"),
            still_open=Count("pk", filter=Q(ended_at__isnull=True)),
            since=Min("created_at"),
            until=Max("created_at"),
            oldest=Min("pk"),
            newest=Max("pk"),
            east=Avg("lon"),
            north=Avg("lat"),
        )
    )
    return [
        {
            **row,
            "again": again[tuple(row[name] for name in GROUP)],
            "left": row["block_x"] * 2 - east,
            "top": row["block_y"] * 2 - south,
        }
        for row in counted
    ]


def _anew(blocks: FaultReportQuerySet) -> QuerySet[Any, Any]:
    """Those that came when every earlier one in their block had ended, or was older than AGAIN_AFTER."""
    long_after = ExpressionWrapper(F("created_at") + Value(AGAIN_AFTER), output_field=DateTimeField())
    earlier = Window(
        Max(Least(Coalesce(F("ended_at"), long_after), long_after)),
        partition_by=[F(name) for name in GROUP],
        order_by=[F("created_at").asc(), F("pk").asc()],
        frame=RowRange(end=-1),
    )
    return blocks.order_by().annotate(over_at=earlier).filter(over_at__lte=F("created_at")).values("pk")


def _apart(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The largest first, without those that lie over a larger one of the same category."""
    kept: list[dict[str, Any]] = []
    for row in sorted(rows, key=lambda row: (-row["again"], -row["number"], -row["newest"], row["left"], row["top"])):
        if not any(_overlap(row, other) for other in kept):
            kept.append(row)
    return kept[:LISTED]


def _overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return (
        one["category_id"] == other["category_id"]
        and one["municipality__name"] == other["municipality__name"]
        and abs(one["left"] - other["left"]) < 2
        and abs(one["top"] - other["top"]) < 2
    )


def _place(row: dict[str, Any], level: int) -> Place:
    return Place(row["left"], row["top"], level + 1, (row["east"], row["north"]), across=2)
