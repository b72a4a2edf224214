"""What must always be true: a report stands where its last event left it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from participation.core import integrity
from participation.moderation.models import Item
from participation.places.integrity import register_series

from .actions.on_the_map import counted_cells, fill_cells, point_of, says_so, stored_cells
from .case_systems.email import refused
from .models import LEVELS, Dispatch, FaultEvent, FaultReport, MapCell, MapPoint, OutgoingUpdate

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


def badly_split() -> Iterator[str]:
    """Reports that ended before their parts, and parts of parts."""
    early = FaultReport.objects.filter(ended_at__isnull=False, parts__ended_at__isnull=True, parts__isnull=False)
    for number in early.values_list("number", flat=True).distinct().iterator():
        yield f"{number} has ended and a part of it has not"
    for number in (
        FaultReport.objects.filter(part_of__part_of__isnull=False).values_list("number", flat=True).iterator()
    ):
        yield f"{number} is a part of a part"


integrity.register("faults.parts", badly_split)
integrity.register_counter(FaultReport.objects.all(), "followers", "following")
register_series("F", FaultReport.objects.filter(part_of=None), "number")  # parts add one of their own
integrity.register("faults.report_follows_events", strayed)


def unread() -> Iterator[str]:
    """Reports that wait to be shown, and stand in no queue."""
    there = Item.objects.waiting().filter(topic__fault_anchor__report=OuterRef("pk"), kind=Item.Kind.FAULT)
    missing = FaultReport.objects.filter(~Exists(there), publicity="waiting")
    for number in missing.values_list("number", flat=True).iterator():
        yield f"{number} waits to be shown, and nobody is asked to read it"


integrity.register("faults.waiting_to_be_shown", unread)


def off_the_map() -> Iterator[str]:
    """Points that are not what their reports say, and cells that are not what their points add up to."""
    reports = FaultReport.objects.filter(publicity="shown", lat__isnull=False).select_related("map_point")
    for report in reports.iterator(chunk_size=2000):
        if not says_so(getattr(report, "map_point", None), point_of(report)):
            yield f"{report.number} does not lie on the map where it should"
    gone = MapPoint.objects.exclude(report__publicity="shown", report__lat__isnull=False)
    for number in gone.values_list("report__number", flat=True).iterator():
        yield f"{number} lies on the map and should not"
    for level in LEVELS:
        if stored_cells(level) != counted_cells(level):
            yield f"the cells of level {level} are not what the points add up to"


def mend_the_map() -> int:
    """Made anew from the reports, with everybody else waiting. Says how much of it was wrong."""
    wrong = len(list(off_the_map()))
    if not wrong:
        return 0
    with transaction.atomic():
        points = [
            point
            for report in FaultReport.objects.filter(publicity="shown").select_for_update(of=("self",))
            if (point := point_of(report)) is not None
        ]
        MapPoint.objects.all().delete()
        MapCell.objects.all().delete()
        MapPoint.objects.bulk_create(points, batch_size=1000)
        fill_cells()
    return wrong


integrity.register("faults.public_map", off_the_map, repair=mend_the_map)


def off_the_rails() -> Iterator[str]:
    """Hand-overs that nobody would ever go on with, or that claim to be done and are not."""
    untold = OutgoingUpdate.objects.filter(sent_at__isnull=True, dispatch__state=Dispatch.State.DONE)
    for number in untold.values_list("dispatch__report__number", flat=True).distinct().iterator():
        yield f"{number} is called done in a case system that has not been told all"
    twice = Dispatch.objects.exclude(external_id="").values("system", "external_id").annotate(n=Count("pk"))
    for row in twice.filter(n__gt=1):
        yield f"case {row['external_id']} of system {row['system']} belongs to several reports"
    hurried = OutgoingUpdate.objects.filter(sent_at__isnull=True).filter(
        Exists(
            OutgoingUpdate.objects.filter(dispatch=OuterRef("dispatch"), pk__gt=OuterRef("pk"), sent_at__isnull=False)
        )
    )
    for number in hurried.values_list("dispatch__report__number", flat=True).distinct().iterator():
        yield f"{number} told a case system something later before something earlier"


integrity.register("faults.hand_overs", off_the_rails)
integrity.register("faults.hand_overs_by_mail", refused.never_came, repair=refused.hand_to_staff)
