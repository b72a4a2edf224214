"""What the desk for faults offers of ideas (participation/faults/desk/further.py)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import F, Q
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
    further.register("ideas", of_report=of_report, of_repeats=of_repeats)


def of_report(user: User, report: FaultReport) -> list[Link]:
    """The ideas and proposals it came from or led to; where there is none, a draft if its place is worth one. Four
    queries."""
    concerned = ideas_for(user).filter(Q(became_report=report) | Q(fault_cluster__reports=report)).distinct()
    links = [_of_idea(pk, title) for pk, title in concerned.values_list("pk", "title")]
    links += _proposals(user, [report])[report.pk]
    if links or not may_begin(user, report):
        return links
    if begun := _begun(user, [report])[report.pk]:
        return begun
    place = report.municipality
    number = same_round(report, **usual(place, now=timezone.now())).count()
    if number < place.fault_cluster_reports:
        return []
    words = _("Gör ett utkast av %(n)d felanmälningar om samma sak") % {"n": number}
    return [Link(words, reverse("ideas_admin:begin", args=[report.pk]), is_deed=True)]


def of_repeats(user: User, repeats: list[Repeat], *, since: date, metres: int) -> list[list[Link]]:
    """What was made of the first or the last of a place was made of it; else a draft. Three queries. The corners of a
    block are half as far again from each other as its sides."""
    asked = urlencode({"sedan": f"{since}", "inom": f"{metres * 1.5:.0f}"})
    worth = [one for one in repeats if one.number >= one.last.municipality.fault_cluster_reports]
    reports = [report for one in worth for report in (one.first, one.last)]
    made = [found(user, reports) for found in (_ideas, _proposals, _begun)] if worth else []

    def offered(one: Repeat) -> list[Link]:
        there = [link for found in made for report in (one.first, one.last) for link in found[report.pk]]
        address = f"{reverse('ideas_admin:begin', args=[one.last.pk])}?{asked}"
        return list(dict.fromkeys(there)) or [Link(_("Gör ett utkast"), address, is_deed=True)]

    return [offered(one) if one in worth else [] for one in repeats]


# What was made of each report, by its key


def _ideas(user: User, reports: list[FaultReport]) -> dict[int, list[Link]]:
    found = defaultdict(list)
    for report, pk, title in (
        ideas_for(user)
        .filter(fault_cluster__reports__in=reports)
        .order_by("pk")
        .values_list("fault_cluster__reports", "pk", "title")
    ):
        found[report].append(_of_idea(pk, title))
    return found


def _of_idea(pk: int, title: str) -> Link:
    return Link(_("Idén ”%(title)s”") % {"title": title}, reverse("ideas_admin:inspect", args=[pk]))


def _proposals(user: User, reports: list[FaultReport]) -> dict[int, list[Link]]:
    """Reads the reports' municipalities."""
    found, places = defaultdict(list), {report.pk: report.municipality for report in reports}
    topics = Topic.objects.filter(fault_cluster__reports__in=reports).annotate(of_report=F("fault_cluster__reports"))
    for topic in topics.order_by("pk"):
        report = topic.of_report  # type: ignore[attr-defined]  # annotated
        if (drafts := drafts_for(user, places[report])) is not None:
            words = _("E-tjänsteförslaget ”%(title)s”") % {"title": topic.title}
            found[report].append(Link(words, drafts.address(topic)))
    return found


def _begun(user: User, reports: list[FaultReport]) -> dict[int, list[Link]]:
    """What is not sent yet is its writer's alone to read: others learn whom to ask."""
    found = defaultdict(list)
    unsent = Idea.objects.filter(fault_cluster__reports__in=reports, status=Status.DRAFT)
    for idea in (
        unsent.annotate(of_report=F("fault_cluster__reports")).select_related("topic__author__home").order_by("pk")
    ):
        who = idea.topic.author
        if who == user:
            link = Link(_("Fortsätt på ditt utkast av felanmälningarna"), idea.get_absolute_url())
        else:
            name = who.public_name if who else _("En kollega")
            link = Link(_("%(name)s har ett utkast av felanmälningarna som inte är skickat.") % {"name": name}, "")
        found[idea.of_report].append(link)  # type: ignore[attr-defined]  # annotated
    return found


def may_begin(user: User, report: FaultReport) -> bool:
    """Whoever handles the reports, where ideas are taken in. Reads the report's municipality."""
    return report.municipality.is_open and can_handle_reports(user, report.municipality)
