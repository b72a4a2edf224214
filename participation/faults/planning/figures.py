"""How many faults there are, how long they take and how often they come back: by category, by square, by month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Avg, Count, Q
from django.db.models.functions import TruncMonth
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.faults.grid import on_grid
from participation.faults.squares import Place

from .places import named
from .times import LEAST, PERCENTILES, waits

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.functional import Promise

    from participation.faults.querysets import FaultReportQuerySet

AREA = 14  # the level of the squares that stand for areas: a good kilometre wide
MOST_AREAS = 50


@dataclass(frozen=True)
class Row:
    """A line of the table. Everything is None where there is too little to tell."""

    municipality: str
    label: str
    number: int | None
    open: int | None
    waits: list[float | None]  # days to the first answer and to the end, for each of PERCENTILES
    again: int | None  # of a hundred that had ended
    place: Place | None = None


@dataclass(frozen=True)
class Grouping:
    """`by` are the fields that make a group, the municipality first. `labels` names all groups at once."""

    key: str
    title: Promise
    by: tuple[str, ...]
    prepared: Callable[[FaultReportQuerySet], FaultReportQuerySet]
    labels: Callable[[list[dict[str, Any]]], list[Any]]
    order: tuple[str, ...] = ()


def _categories(rows: list[dict[str, Any]]) -> list[Any]:
    return [row["category__name"] or _("Ingen kategori") for row in rows]


def _months(rows: list[dict[str, Any]]) -> list[Any]:
    return [date_format(row["month"], "F Y") for row in rows]


def _areas(rows: list[dict[str, Any]]) -> list[Any]:
    return named([Place(row["grid_x"], row["grid_y"], AREA, (row["east"], row["north"])) for row in rows])


GROUPINGS = (
    Grouping(
        "", gettext_lazy("Kategori"), ("municipality__name", "category_id", "category__name"), lambda all_: all_,
        _categories, ("municipality__name", "category__name", "category_id"),
    ),
    Grouping(
        "manad", gettext_lazy("Månad"), ("municipality__name", "month"),
        lambda all_: all_.annotate(month=TruncMonth("created_at")), _months, ("municipality__name", "month"),
    ),
    Grouping(
        "omrade", gettext_lazy("Område"), ("municipality__name", "grid_x", "grid_y"),
        lambda all_: on_grid(all_, AREA), _areas,
    ),
)  # fmt: skip


def grouping_named(key: str) -> Grouping:
    return next((one for one in GROUPINGS if one.key == key), GROUPINGS[0])


def figures(reports: FaultReportQuerySet, grouping: Grouping) -> list[Row]:
    """Three queries, and one more for the names of areas, however many reports there are."""
    groups = grouping.prepared(reports.without_doubles())
    ended = Q(ended_at__isnull=False) | Q(reopened__gt=0)
    counted = groups.order_by().values(*grouping.by).annotate(
        number=Count("pk"),
        still_open=Count("pk", filter=Q(ended_at__isnull=True)),
        ended=Count("pk", filter=ended),
        again=Count("pk", filter=Q(reopened__gt=0)),
        east=Avg("lon"),
        north=Avg("lat"),
    )  # fmt: skip
    if grouping.order:
        rows = list(counted.order_by(*grouping.order))
    else:
        rows = list(counted.filter(number__gte=LEAST).order_by("-number", *grouping.by)[:MOST_AREAS])
        groups = groups.filter(_any_of(rows, grouping))
    keys = [tuple(row[name] for name in grouping.by) for row in rows]
    took = [waits(groups, until=until, by=grouping.by) for until in ("answered_at", "ended_at")] if rows else []
    return [
        _row(row, label, [of.get(key, {}).get(percent) for of in took for percent in PERCENTILES])
        for row, key, label in zip(rows, keys, grouping.labels(rows), strict=True)
    ]


def _any_of(rows: list[dict[str, Any]], grouping: Grouping) -> Q:
    """So that the waits of a thousand other areas are not worked out."""
    chosen = Q(pk__in=[])
    for row in rows:
        chosen |= Q(**{name: row[name] for name in grouping.by})
    return chosen


def _row(row: dict[str, Any], label: Any, took: list[timedelta | None]) -> Row:
    enough = row["number"] >= LEAST
    return Row(
        municipality=row["municipality__name"],
        label=str(label),
        number=row["number"] if enough else None,
        open=row["still_open"] if enough else None,
        waits=[_days(wait) for wait in took],
        again=round(100 * row["again"] / row["ended"]) if row["ended"] >= LEAST else None,
        place=label if isinstance(label, Place) else None,
    )


def _days(wait: timedelta | None) -> float | None:
    return None if wait is None else round(wait / timedelta(days=1), 1)
