"""What the desk for faults offers of ideas (participation/faults/desk/further.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from participation.faults.desk import further
from participation.faults.desk.further import Link
from participation.faults.permissions import can_handle_reports
from participation.topics.models import Topic

from ..models import Idea
from ..staff.reach import ideas_for
from ..states import Status
from .clusters import same_round, usual
from .proposing import drafts_for

if TYPE_CHECKING:
    from datetime import date

    from participation.accounts.models import User
    from participation.faults.models import FaultReport
    from participation.faults.planning.repeats import Repeat


def register() -> None:
    further.register("ideas", of_report=of_report, of_repeat=of_repeat)


def of_report(user: User, report: FaultReport) -> list[Link]:
    """The ideas and proposals it came from or led to; where there is none, a draft if its place is worth one. Four
    queries."""
    links = [
        Link(_("Idén ”%(title)s”") % {"title": title}, reverse("ideas_admin:inspect", args=[pk]))
        for pk, title in ideas_for(user)
        .filter(Q(became_report=report) | Q(fault_cluster__reports=report))
        .distinct()
        .values_list("pk", "title")
    ]
    links += [
        Link(_("E-tjänsteförslaget ”%(title)s”") % {"title": topic.title}, drafts.address(topic))
        for topic in Topic.objects.filter(fault_cluster__reports=report)
        if (drafts := drafts_for(user, report.municipality)) is not None
    ]
    if links or not may_begin(user, report):
        return links
    unsent = Idea.objects.filter(fault_cluster__reports=report, status=Status.DRAFT).select_related(
        "topic__author__home"
    )
    if begun := [_begun(user, idea) for idea in unsent.order_by("pk")]:
        return begun
    place = report.municipality
    number = same_round(report, **usual(place, now=timezone.now())).count()
    if number < place.fault_cluster_reports:
        return []
    words = _("Gör ett utkast av %(n)d felanmälningar om samma sak") % {"n": number}
    return [Link(words, reverse("ideas_admin:begin", args=[report.pk]), is_deed=True)]


def _begun(user: User, idea: Idea) -> Link:
    """What is not sent yet is its writer's alone to read: others learn whom to ask."""
    if idea.topic.author == user:
        return Link(_("Fortsätt på ditt utkast av felanmälningarna"), idea.get_absolute_url())
    who = idea.topic.author.public_name if idea.topic.author else _("En kollega")
    return Link(_("%(name)s har ett utkast av felanmälningarna som inte är skickat.") % {"name": who}, "")


def of_repeat(user: User, repeat: Repeat, *, since: date, metres: int) -> list[Link]:
    """Asks the database nothing. The corners of a block are half as far again from each other as its sides."""
    if repeat.number < repeat.last.municipality.fault_cluster_reports:
        return []
    asked = urlencode({"sedan": f"{since}", "inom": f"{metres * 1.5:.0f}"})
    address = reverse("ideas_admin:begin", args=[repeat.last.pk])
    return [Link(_("Gör ett utkast"), f"{address}?{asked}", is_deed=True)]


def may_begin(user: User, report: FaultReport) -> bool:
    """Whoever handles the reports, where ideas are taken in. Reads the report's municipality."""
    return report.municipality.is_open and can_handle_reports(user, report.municipality)
