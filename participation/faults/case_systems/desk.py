"""What the desk shows of case systems: hand-overs that failed, what people must tell themselves, and systems that do
not answer or take nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from participation.core.desk import Deed, Job, Key, Queue
from participation.faults.models import Dispatch

from .health import Stuck, stuck

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User

FIRST = 5
TRIES = 3  # in vain: one that passes by itself is nobody's job


def queue_of(user: User, *, now: datetime) -> Queue:
    seen = Dispatch.objects.seen_by(user)
    rows = seen.dead() | seen.by_hand()
    first = list(rows.select_related("system", "report__municipality").order_by("-pk")[: FIRST + 1])
    total = len(first) if len(first) <= FIRST else rows.count()
    held = [_held_job(one) for one in stuck(seen, now=now, tries=TRIES)[:FIRST]]
    more = [Deed(_("Alla som inte gick att skicka"), reverse("case_systems:dispatches"))] if total > FIRST else []
    return Queue(Key.LATE, total + len(held), [*held, *(_job(row, now) for row in first[:FIRST])], more)


def _held_job(held: Stuck) -> Job:
    """Nothing else would tell of them."""
    address = reverse("case_systems:system", args=[held.system])
    title = _("%(system)s tar inte emot anmälningar") if held.is_on else _("%(system)s är inte i bruk")
    return Job(
        title=title % {"system": held.name},
        url=address,
        why=held.words,
        shape="late",
        word=_("Väntar"),
        deeds=(Deed(_("Öppna"), address),),
    )


def _job(row: Dispatch, now: datetime) -> Job:
    address = reverse("case_systems:dispatch", args=[row.pk])
    names = {"number": row.report.number, "system": row.system.name}
    is_dead = row.state == Dispatch.State.DEAD
    failed, untold = _("Felanmälan %(number)s nådde inte %(system)s"), _("Säg det själva till %(system)s: %(number)s")
    since = row.created_at if is_dead or row.by_hand_at is None else row.by_hand_at
    return Job(
        title=(failed if is_dead else untold) % names,
        url=address,
        why=row.error if is_dead else _("Systemet tar inte emot det som har hänt sedan."),
        shape="late",
        word=_("Väntar %(time)s") % {"time": timesince(since, now, depth=1)},
        deeds=(Deed(_("Öppna"), address),),
    )
