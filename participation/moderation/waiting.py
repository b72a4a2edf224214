"""What of the flags waits for a moderator, for the desk: one job for each flagged thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.core.desk import Deed, Job, Key, Queue

from .models import Flag
from .telling import decide_path

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User

SHOWN, LOOKED_AT = 5, 50


def queue_of(user: User, *, now: datetime) -> Queue:
    waiting = Flag.objects.moderated_by(user).waiting()
    total = waiting.values("topic", "entry").distinct().count()
    if not total:
        return Queue(Key.REVIEW, total=0)
    oldest = waiting.select_related("topic__municipality", "entry").order_by("created_at", "id")[:LOOKED_AT]
    things: dict[tuple[int, int | None], Flag] = {}
    for flag in oldest:
        things.setdefault((flag.topic_id, flag.entry_id), flag)
    jobs = [_job(flag, now) for flag in list(things.values())[:SHOWN]]
    more = []
    if total > len(jobs):
        left = total - len(jobs)
        label = ngettext("Visa %(count)d till", "Visa %(count)d till", left) % {"count": left}
        more = [Deed(label, reverse("flags:index"))]
    return Queue(Key.REVIEW, total, jobs, more)


def _job(flag: Flag, now: datetime) -> Job:
    title = _("Anmält inlägg: %(title)s") if flag.entry else _("Anmält: %(title)s")
    return Job(
        title=title % {"title": flag.topic.title},
        url=decide_path(flag),
        quote=Truncator(flag.entry.comment if flag.entry else flag.topic.summary).chars(160),
        why=_("%(reason)s, %(place)s.") % {"reason": flag.get_reason_display(), "place": flag.topic.municipality.name},
        shape="wait",
        word=_("Väntar %(time)s") % {"time": timesince(flag.created_at, now, depth=1)},
        deeds=(Deed(_("Läs och besluta"), decide_path(flag)),),
    )
