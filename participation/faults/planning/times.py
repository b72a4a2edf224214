"""How long people wait: the median and the 90th percentile of each group, picked by the database in one query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, Window
from django.db.models.functions import RowNumber

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from participation.faults.querysets import FaultReportQuerySet

# The one minimum of all figures: fewer than this could tell about a single person's report.
LEAST = 5
PERCENTILES = (50, 90)

Waits = dict[tuple[Any, ...], dict[int, "timedelta"]]


def waits(reports: FaultReportQuerySet, *, until: str, by: Sequence[str]) -> Waits:
    """{values of `by`: {50: median, 90: 90th percentile}} to `until`, a field with a time, by nearest rank.

    Reports that still wait are not counted. A group with fewer than LEAST others is not there at all.
    """
    took = ExpressionWrapper(F(until) - F("created_at"), output_field=DurationField())
    group = [F(name) for name in by]
    ranked = (
        reports.order_by()
        .filter(**{f"{until}__isnull": False})
        .annotate(took=took)
        .annotate(
            rank=Window(RowNumber(), partition_by=group, order_by=["took", "pk"]),
            out_of=Window(Count("pk"), partition_by=group),
        )
        .filter(out_of__gte=LEAST)
        .annotate(reached=F("rank") * 100, before=(F("rank") - 1) * 100)
    )
    found: Waits = {}
    picked = Q()
    for percent in PERCENTILES:
        picked |= Q(reached__gte=F("out_of") * percent, before__lt=F("out_of") * percent)
    for *key, rank, out_of, wait in ranked.filter(picked).values_list(*by, "rank", "out_of", "took"):
        for percent in PERCENTILES:
            if rank * 100 >= out_of * percent > (rank - 1) * 100:
                found.setdefault(tuple(key), {})[percent] = wait
    return found
