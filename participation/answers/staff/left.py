"""On the desk of those who write: what came back to them, and what its writers left behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.accounts.permissions import is_administrator, municipalities_of
from participation.core.desk import Deed, Job, Key, Queue

from ..leaving import unfinished, with_writers
from ..reach import WRITE, drafts_for
from .standing import standing_of

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User

    from ..models import AnswerDraft

SHOWN = 5


def queue_of(user: User, *, now: datetime) -> Queue:
    here = municipalities_of(user, *WRITE)
    if not here and not is_administrator(user):
        return Queue(Key.MINE, total=0)
    drafts = unfinished(drafts_for(user))
    drafts = drafts if is_administrator(user) else drafts.filter(topic__municipality__in=here)
    waiting = with_writers(drafts, user).filter(Q(is_returned=True, is_mine=True) | Q(has_writer=False))  # type: ignore[misc]  # annotated
    shown = list(waiting.order_by("latest_revision_id", "pk")[: SHOWN + 1])
    total = len(shown) if len(shown) <= SHOWN else waiting.count()
    return Queue(Key.MINE, total, [_job(draft, now) for draft in shown[:SHOWN]])


def _job(draft: AnswerDraft, now: datetime) -> Job:
    standing = standing_of(draft, today=timezone.localdate(now))
    url = reverse("answers_admin:answer", args=[draft.topic_id])
    left = _("Den som skrev det har inte längre uppdraget.")
    place = draft.topic.municipality.name
    return Job(
        title=_("Svar: %(title)s") % {"title": draft.topic.title},
        url=url,
        why=f"{place}." if draft.has_writer else f"{place}. {left}",  # type: ignore[attr-defined]  # annotated
        shape=standing.shape,
        word=standing.word,
        deeds=(Deed(_("Öppna"), url),),
    )
