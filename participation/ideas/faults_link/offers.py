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

from ..staff.reach import ideas_for
from .clusters import ENOUGH, NEAR, PERIOD, same_round

if TYPE_CHECKING:
    from datetime import date

    from participation.accounts.models import User
    from participation.faults.models import FaultReport
    from participation.faults.planning.repeats import Repeat


def register() -> None:
    further.register("ideas", of_report=of_report, of_repeat=of_repeat)


def of_report(user: User, report: FaultReport) -> list[Link]:
    """The ideas it came from or led to; where there is none, a draft if its place is worth one. Two queries."""
    links = [
        Link(_("Idén ”%(title)s”") % {"title": title}, reverse("ideas_admin:inspect", args=[pk]))
        for pk, title in ideas_for(user)
        .filter(Q(became_report=report) | Q(fault_cluster__reports=report))
        .distinct()
        .values_list("pk", "title")
    ]
    if links or not may_begin(user, report):
        return links
    number = same_round(report, since=timezone.now() - PERIOD, metres=NEAR).count()
    if number < ENOUGH:
        return []
    words = _("Gör ett idéutkast av %(n)d felanmälningar om samma sak") % {"n": number}
    return [Link(words, reverse("ideas_admin:begin", args=[report.pk]), is_deed=True)]


def of_repeat(user: User, repeat: Repeat, *, since: date, metres: int) -> list[Link]:
    """Asks the database nothing. The corners of a block are half as far again from each other as its sides."""
    if repeat.number < ENOUGH:
        return []
    asked = urlencode({"sedan": f"{since}", "inom": f"{metres * 1.5:.0f}"})
    address = reverse("ideas_admin:begin", args=[repeat.last.pk])
    return [Link(_("Gör ett idéutkast"), f"{address}?{asked}", is_deed=True)]


def may_begin(user: User, report: FaultReport) -> bool:
    """Whoever handles the reports, where ideas are taken in. Reads the report's municipality."""
    return report.municipality.is_open and can_handle_reports(user, report.municipality)
