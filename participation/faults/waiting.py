"""What the desk shows of faults: those that nobody has begun with, oldest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from participation.core.desk import Deed, Job, Key, Queue

from .models import FaultReport

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User

FIRST = 5


def queue_of(user: User, *, now: datetime) -> Queue:
    """In two queries: how many wait, and the first of them."""
    waiting = FaultReport.objects.handled_by(user).filter(status=FaultReport.Status.RECEIVED)
    first = waiting.select_related("municipality").order_by("created_at", "pk")[:FIRST]
    everything = Deed(_("Alla felanmälningar"), reverse("fault_reports:index"))
    total = waiting.count()
    return Queue(Key.ROUTE, total, [job(report, now) for report in first], [everything] if total > FIRST else [])


def job(report: FaultReport, now: datetime) -> Job:
    address = reverse("fault_reports:report", args=[report.pk])
    return Job(
        title=_("Felanmälan %(number)s") % {"number": report.number},
        url=address,
        why=f"{report.place or _('Plats på kartan')}, {report.municipality.name}.",
        shape="wait",
        word=_("Väntar %(time)s") % {"time": timesince(report.created_at, now, depth=1)},
        quote=Truncator(report.text).chars(160),
        deeds=(Deed(_("Öppna"), address),),
    )
