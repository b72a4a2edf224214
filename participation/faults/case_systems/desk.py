"""What the desk shows of case systems: hand-overs that failed and systems that do not answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from participation.core.desk import Deed, Job, Key, Queue
from participation.faults.models import Dispatch

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User

FIRST = 5


def queue_of(user: User, *, now: datetime) -> Queue:
    dead = Dispatch.objects.seen_by(user).dead()
    first = list(dead.select_related("system", "report__municipality").order_by("-pk")[: FIRST + 1])
    total = len(first) if len(first) <= FIRST else dead.count()
    more = [Deed(_("Alla som inte gick att skicka"), reverse("case_systems:dispatches"))] if total > FIRST else []
    return Queue(Key.LATE, total, [_job(row, now) for row in first[:FIRST]], more)


def _job(row: Dispatch, now: datetime) -> Job:
    address = reverse("case_systems:dispatch", args=[row.pk])
    return Job(
        title=_("Felanmälan %(number)s nådde inte %(system)s")
        % {"number": row.report.number, "system": row.system.name},
        url=address,
        why=row.error,
        shape="late",
        word=_("Väntar %(time)s") % {"time": timesince(row.created_at, now, depth=1)},
        deeds=(Deed(_("Öppna"), address),),
    )
