"""Fault reports of one category round one place: found round a report, and counted while more come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import ceil, cos, hypot, radians
from typing import TYPE_CHECKING, Any

from django.db.models import F, FloatField, Q, Value
from django.db.models.functions import Cast

from participation.faults.models import FaultReport
from participation.places.atlas import METRES_PER_DEGREE

from ..models import FaultCluster

if TYPE_CHECKING:
    from datetime import datetime

    from participation.faults.querysets import FaultReportQuerySet
    from participation.places.models import Municipality

# How many, how near each other and within how long ask for more than another repair is each municipality's to set
# (`Municipality.fault_cluster_…`). Staff may look nearer, farther and longer, within these.
LONGEST = timedelta(days=5 * 366)
NARROWEST, WIDEST = 20, 400
MOST = 2000  # reports that are linked; whatever else lies there is counted all the same


@dataclass(frozen=True)
class Found:
    """What lies round a report. `radius` reaches all of them from their middle; `enough` are as many as it takes."""

    reports: list[int]
    lon: float
    lat: float
    radius: int
    since: datetime
    enough: int

    @property
    def number(self) -> int:
        return len(self.reports)

    @property
    def is_enough(self) -> bool:
        return self.number >= self.enough


def same_round(report: FaultReport, *, since: datetime, metres: int) -> FaultReportQuerySet:
    """It and those like it. Each fault once, as planning counts them; of a report without position or category none."""
    if report.lon is None or report.lat is None or report.category_id is None or report.part_of_id is not None:
        return FaultReport.objects.none()
    near = _within(report.lon, report.lat, metres).filter(category=report.category_id, created_at__gte=since)
    return near.filter(part_of__isnull=True).without_doubles()


def found_round(report: FaultReport, *, since: datetime, metres: int) -> Found | None:
    """In one query; None where there is nothing. Reads the report's municipality."""
    rows: list[Any] = list(
        same_round(report, since=since, metres=metres).order_by("pk").values_list("pk", "lon", "lat", "created_at")
    )[:MOST]
    if not rows:
        return None
    lon, lat = (sum(row[column] for row in rows) / len(rows) for column in (1, 2))
    farthest = max(_metres(lon, lat, row[1], row[2]) for row in rows)
    return Found(
        reports=[row[0] for row in rows],
        lon=lon,
        lat=lat,
        radius=max(ceil(farthest / 10) * 10, NARROWEST),
        since=min(row[3] for row in rows),
        enough=report.municipality.fault_cluster_reports,
    )


def usual(place: Municipality, *, now: datetime) -> dict[str, Any]:
    """Where and since when a municipality looks, as `same_round` asks."""
    return {"since": now - timedelta(days=place.fault_cluster_days), "metres": place.fault_cluster_metres}


def reports_of(cluster: FaultCluster) -> FaultReportQuerySet:
    """Those it began with, and those of its kind that came there; with doubles, whose reporters are told too.

    What was handed over to another municipality is not ours to speak of. Reads the cluster's category.
    """
    near = _within(cluster.lon, cluster.lat, cluster.radius)
    near = near.filter(category=cluster.category_id, created_at__gte=cluster.since)
    linked = cluster.reports.through.objects.filter(faultcluster=cluster.pk)  # type: ignore[attr-defined]  # its own table
    both = FaultReport.objects.filter(Q(pk__in=near.values("pk")) | Q(pk__in=linked.values("faultreport")))
    return both.filter(municipality=cluster.category.municipality_id, part_of__isnull=True)


def number_of(cluster: FaultCluster) -> int:
    return reports_of(cluster).without_doubles().count()


def _within(lon: float, lat: float, metres: float) -> FaultReportQuerySet:
    """In a circle; the box round it is for the index."""
    east = (F("lon") - Value(lon)) * Value(cos(radians(lat)) * METRES_PER_DEGREE)
    north = (F("lat") - Value(lat)) * Value(METRES_PER_DEGREE)
    near = FaultReport.objects.around(lon, lat, metres)
    return near.alias(off=Cast(east * east + north * north, FloatField())).filter(off__lte=float(metres * metres))


def _metres(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    return hypot((other_lon - lon) * cos(radians(lat)), other_lat - lat) * METRES_PER_DEGREE
