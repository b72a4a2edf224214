"""How long people wait, by category: the median and the 90th percentile, picked by the database in one query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, Window
from django.db.models.functions import RowNumber

if TYPE_CHECKING:
    from datetime import timedelta

    from participation.faults.querysets import FaultReportQuerySet

# Fewer than this could tell about a single person's report.
LEAST = 5
PERCENTILES = (50, 90)


def waits(reports: FaultReportQuerySet, *, until: str) -> dict[tuple[str, int | None], dict[int, timedelta]]:
    """{(municipality, category): {50: median, 90: 90th percentile}} to `until`, a field with a time, by nearest rank.

    A category with fewer than LEAST such reports is not there at all.
    """
    took = ExpressionWrapper(F(until) - F("created_at"), output_field=DurationField())
    ranked = (
        reports.order_by()
        .filter(**{f"{until}__isnull": False})
        .annotate(took=took)
        .annotate(
            rank=Window(RowNumber(), partition_by=[F("municipality_id"), F("category_id")], order_by=["took", "pk"]),
            out_of=Window(Count("pk"), partition_by=[F("municipality_id"), F("category_id")]),
        )
        .filter(out_of__gte=LEAST)
        .annotate(reached=F("rank") * 100, before=(F("rank") - 1) * 100)
    )
    found: dict[tuple[str, int | None], dict[int, timedelta]] = {}
    picked = Q()
    for percent in PERCENTILES:
        picked |= Q(reached__gte=F("out_of") * percent, before__lt=F("out_of") * percent)
    fields = ("municipality__name", "category_id", "rank", "out_of", "took")
    for municipality, category, rank, out_of, wait in ranked.filter(picked).values_list(*fields):
        for percent in PERCENTILES:
            if rank * 100 >= out_of * percent > (rank - 1) * 100:
                found.setdefault((municipality, category), {})[percent] = wait
    return found
