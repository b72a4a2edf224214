"""How long people wait, by category, for those who plan the work."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from participation.faults.staff_views import handled

from .times import LEAST, waits

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from participation.faults.querysets import FaultReportQuerySet

PERIOD = timedelta(days=365)


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    reports = handled(request).filter(created_at__gte=timezone.now() - PERIOD)
    return render(request, "faults/desk/planning.html", {"rows": rows_of(reports), "least": LEAST})


def rows_of(reports: FaultReportQuerySet) -> list[dict[str, Any]]:
    """Three queries, however many reports and categories there are."""
    answered, ended = waits(reports, until="answered_at"), waits(reports, until="ended_at")
    counted = (
        reports.order_by("municipality__name", "category__name", "category_id")
        .values("municipality__name", "category_id", "category__name")
        .annotate(number=Count("pk"), again=Count("pk", filter=Q(reopened__gt=0)))
    )
    return [
        {
            "municipality": row["municipality__name"],
            "category": row["category__name"],
            "number": row["number"],
            "again": round(100 * row["again"] / row["number"]) if row["number"] >= LEAST else None,
            "waits": [
                _days(of.get((row["municipality__name"], row["category_id"]), {}).get(percent))
                for of in (answered, ended)
                for percent in (50, 90)
            ],
        }
        for row in counted
    ]


def _days(wait: timedelta | None) -> float | None:
    return None if wait is None else round(wait / timedelta(days=1), 1)
