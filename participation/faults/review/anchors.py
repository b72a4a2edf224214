"""The topic on which flags and decisions about a report hang. Made with the first of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import translation

from participation.faults.models import FaultAnchor, FaultReport
from participation.topics.models import Topic

if TYPE_CHECKING:
    from participation.places.models import Municipality


def anchor_of(report: FaultReport) -> Topic | None:
    """That of the municipality that has the report."""
    anchors = FaultAnchor.objects.select_related("topic__municipality", "topic__author")
    found = anchors.filter(report=report, municipality=report.municipality_id).first()
    return found.topic if found else None


def not_made(report: FaultReport) -> Topic:
    """What a page needs to know of it before anybody has flagged. The number alone: what is said in mails is this."""
    with translation.override("sv"):
        path = reverse("faults:public", args=[report.number])
    return Topic(
        municipality=report.municipality,
        kind=Topic.Kind.FAULT,
        title=report.number,
        path=path,
        visibility=Topic.Visibility.NOBODY,
    )


@transaction.atomic
def anchor(report: FaultReport) -> Topic:
    """The one that there is, or a new one. The report is locked, so that two people make one."""
    held = FaultReport.objects.select_related("municipality", "reporter").select_for_update(of=("self",))
    report = held.get(pk=report.pk)
    if (topic := anchor_of(report)) is not None:
        return topic
    topic = not_made(report)
    topic.author = report.reporter
    topic.save(force_insert=True)
    FaultAnchor.objects.create(topic=topic, report=report, municipality=report.municipality)
    return topic


def report_of(topic: Topic) -> FaultReport:
    return FaultReport.objects.select_related("municipality", "reporter").get(anchors=topic.pk)


def is_theirs(report: FaultReport, municipality: Municipality | int) -> bool:
    """Whether those who made the decision still have the report."""
    return report.municipality_id == (municipality if isinstance(municipality, int) else municipality.pk)
