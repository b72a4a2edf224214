"""What must always be true: a report stands where its last event left it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, OuterRef, Q, Subquery

from participation.core import integrity

from .models import FaultEvent, FaultReport

if TYPE_CHECKING:
    from collections.abc import Iterator


def strayed() -> Iterator[str]:
    last = FaultEvent.objects.filter(report=OuterRef("pk")).order_by("-at", "-id")
    reports = FaultReport.objects.annotate(
        last_status=Subquery(last.values("status")[:1]), last_place=Subquery(last.values("municipality")[:1])
    )
    as_told = Q(last_status=F("status"), last_place=F("municipality"))
    for number in reports.exclude(as_told).values_list("number", flat=True).iterator():
        yield f"{number} is not where its last event left it"
    for number in reports.filter(last_status__isnull=True).values_list("number", flat=True).iterator():
        yield f"{number} has no events"


integrity.register("faults.report_follows_events", strayed)
