"""What of the queue the desk shows first. Ideas and their changes hand in jobs of their own, with their own buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.core.desk import Deed, Job, Key, Queue
from participation.core.words import ended, unended
from participation.topics.words_elsewhere import names_of

from .models import Item
from .owners import desk_beside_moderators
from .permissions import can_decide_somewhere
from .rows import url_of, words_of

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User

SHOWN, COUNTED = 5, 1000
OF_IDEAS = (Item.Kind.IDEA, Item.Kind.CHANGE)


def queue_of(user: User, *, now: datetime) -> Queue:
    waiting = Item.objects.decided_by(user).waiting().exclude(kind__in=OF_IDEAS)
    total = waiting.order_by()[:COUNTED].count()
    if not total:
        return Queue(Key.REVIEW, total=0)
    related = ("topic__fault_anchor__report", "municipality", "entry", "appeal", "writer")
    first = waiting.select_related(*related).order_by("turn_at", "id")[:SHOWN]
    names = names_of(item.topic for item in first)
    jobs = [_job(item, names[item.topic_id].title, now) for item in first]
    more = []
    if total > len(jobs):
        left = total - len(jobs)
        label = ngettext("Visa %(count)d till", "Visa %(count)d till", left) % {"count": left}
        all_of_it = reverse("flags:index") if can_decide_somewhere(user) else desk_beside_moderators()
        more = [Deed(label, all_of_it)]
    return Queue(Key.REVIEW, total, jobs, more)


def _job(item: Item, about: str, now: datetime) -> Job:
    flagged = {
        Item.Kind.ENTRY: _("Anmält inlägg: %(title)s"),
        Item.Kind.NAME: _("Anmält namn: %(title)s"),
        Item.Kind.PICTURE: _("Anmäld bild: %(title)s"),
        Item.Kind.TOPIC: _("Anmäld text: %(title)s"),
    }
    titles = (flagged if item.flags else {}) | {
        Item.Kind.FAULT: _("Felanmälan, visa eller dölj: %(title)s"),
        Item.Kind.APPEAL: _("Överklagat beslut: %(title)s"),
    }
    title = titles.get(Item.Kind(item.kind), "")  # nobody need have flagged it: a machine did, or it is read afterwards
    url, late = url_of(item), item.is_late(now)
    waited = timesince(item.since, now, depth=1)
    return Job(
        title=title % {"title": about} if title else f"{item.get_kind_display()}: {about}",
        url=url,
        quote=Truncator(words_of(item)).chars(160),
        why=_why(item),
        shape="late" if late else "wait",
        word=_("Försenat, väntar %(time)s") % {"time": waited} if late else _("Väntar %(time)s") % {"time": waited},
        deeds=(Deed(_("Läs och besluta"), url),),
    )


def _why(item: Item) -> str:
    """All that is said of it, as its row in the queue says it."""
    told = [unended(line) for line in item.said_in_words] or [item.get_kind_display()]
    if not item.flags and item.said:
        return " ".join(map(ended, [*told, item.municipality.name]))
    return _("%(reason)s, %(place)s.") % {"reason": ". ".join(told), "place": item.municipality.name}
