"""Faults that come back: several of one category at one place. A double or a part of a report is the same fault.

A place is a block of two by two squares of a fine grid. Each block that can be laid counts (four grids, one query
each), so that no border runs through a place: faults within half a block of each other are always found together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Avg, Count, F, Max, Min, Q

from participation.faults.grid import on_grid
from participation.faults.squares import Place

from .places import named

if TYPE_CHECKING:
    from datetime import datetime

    from participation.faults.desk.further import Link
    from participation.faults.models import FaultReport
    from participation.faults.querysets import FaultReportQuerySet

LEVELS = (19, 18, 17)  # blocks of about 40, 75 and 150 metres
USUAL = 18
LISTED, LOOKED_AT = 30, 60
GRIDS = ((0, 0), (0, 1), (1, 0), (1, 1))
GROUP = ("municipality__name", "category_id", "category__name", "block_x", "block_y")


@dataclass(frozen=True)
class Repeat:
    municipality: str
    category_id: int
    category: str
    place: Place
    number: int
    open: int
    since: datetime
    until: datetime
    first: FaultReport
    last: FaultReport
    further: tuple[Link, ...] = ()  # what else can be made of it: only on the page


def repeats(reports: FaultReportQuerySet, level: int) -> list[Repeat]:
    """The places with most, at most LISTED. Six queries."""
    faults = on_grid(reports.without_doubles().filter(category__isnull=False, part_of__isnull=True), level + 1)
    found = _apart([row for shift in GRIDS for row in _blocks(faults, *shift)])
    places = named([_place(row, level) for row in found])
    told = reports.only("number").in_bulk([row[name] for row in found for name in ("oldest", "newest")])
    return [
        Repeat(
            municipality=row["municipality__name"],
            category_id=row["category_id"],
            category=row["category__name"],
            place=place,
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
    counted = (
        blocks.order_by()
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
        .filter(number__gte=2)
        .order_by("-number", *GROUP)
    )
    return [
        {**row, "left": row["block_x"] * 2 - east, "top": row["block_y"] * 2 - south} for row in counted[:LOOKED_AT]
    ]


def _apart(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The largest first, without those that lie over a larger one of the same category."""
    kept: list[dict[str, Any]] = []
    for row in sorted(rows, key=lambda row: (-row["number"], -row["newest"], row["left"], row["top"])):
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
