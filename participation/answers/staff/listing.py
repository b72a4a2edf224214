"""Answers that are being worked on, what waits for whom, and what is late of everything that is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.db.models import Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Coalesce
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe
from wagtail.models import Revision, TaskState, WorkflowState

from participation.accounts.permissions import is_administrator, municipalities_of
from participation.core.dates import in_words
from participation.core.desk import Deed, Job, Key, Queue
from participation.places.models import Municipality
from participation.topics.models import Topic

from ..lateness import unanswered, unkept
from ..models import AnswerDraft, AnswerTaskState
from ..permissions import can_draft
from ..reach import READ, drafts_for, tasks_of
from .standing import standing_of
from .writing import staff_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from participation.accounts.models import User

PER_PAGE = 30
SHOWN = 20
MINE, UNDER_WAY, PUBLIC, ALL = "mina", "pagar", "publicerade", "alla"
LATE, PROMISES = "sena", "loften"
GROUPS = (
    (MINE, gettext_lazy("Väntar på dig")),
    (UNDER_WAY, gettext_lazy("Under arbete")),
    (PUBLIC, gettext_lazy("Publicerade")),
    (ALL, gettext_lazy("Alla")),
)
# Not yet drafts, or no longer: what the weekly mails lead to, of every kind, for those who write and run things.
LATE_GROUPS = ((LATE, gettext_lazy("Försenade svar")), (PROMISES, gettext_lazy("Försenade löften")))


def waiting_for(user: User) -> QuerySet[AnswerTaskState]:
    """What a group of this person decides on now, but for what they wrote themselves, the most urgent first."""
    states = AnswerTaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        task__in=tasks_of(user),
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
    ).annotate(draft=Cast("revision__object_id", IntegerField()))
    theirs = drafts_for(user).filter(pk=OuterRef("draft"), rests=False)  # type: ignore[misc]  # annotated
    return states.filter(Exists(theirs), ~Exists(_written_by(user))).order_by("due_on", "pk")


def _written_by(user: User) -> QuerySet[Revision]:
    """`permissions.writers_of`, asked of many."""
    draft = AnswerDraft.objects.filter(pk=OuterRef(OuterRef("draft")))
    published = Coalesce(Subquery(draft.values("live_revision")[:1]), 0)
    unread = Q(pk__gt=published) | Q(pk=OuterRef("revision"))
    kind = ContentType.objects.get_for_model(AnswerDraft)
    written = Revision.objects.filter(unread, user=user, base_content_type=kind)
    return written.filter(object_id=OuterRef("revision__object_id"))


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    user, today = staff_of(request), timezone.localdate()
    reads = is_administrator(user) or bool(municipalities_of(user, *READ))
    groups = (*GROUPS, *LATE_GROUPS) if reads else GROUPS
    group = request.GET.get("visa", "")
    group = group if group in dict(groups) else UNDER_WAY
    is_late = group in (LATE, PROMISES)
    found: Any = _late(user, group, today) if is_late else _drafts(user, group)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "groups": [{"key": key, "label": label, "is_here": key == group} for key, label in groups],
        "heading": dict(groups)[group],
        "page": page,
        "rows": [_late_row(user, row, today) if is_late else _draft_row(row, today) for row in page],
        "group": group,
        "is_late": is_late,
        "places": _places_of(user),
        "decides_answers": tasks_of(user).exists(),
    }
    return render(request, "answers/admin/index.html", context)


def _drafts(user: User, group: str) -> QuerySet[AnswerDraft]:
    return _of_group(drafts_for(user), group, user).order_by("-latest_revision_id", "-pk")


def _draft_row(draft: AnswerDraft, today: date) -> dict[str, Any]:
    url = reverse("answers_admin:answer", args=[draft.topic_id])
    return {"topic": draft.topic, "url": url, "of": draft.department, "standing": standing_of(draft, today=today)}


def _late(user: User, group: str, today: date) -> list[tuple[Topic, date]]:
    """Each with the day that has passed, the latest first. Nobody answers what they wrote themselves."""
    days = dict(unanswered(today) if group == LATE else unkept(today))
    topics = Topic.objects.visible_to(user).filter(pk__in=days).exclude(author=user).select_related("municipality")
    if not is_administrator(user):
        topics = topics.filter(municipality__in=municipalities_of(user, *READ))
    return sorted(((topic, days[topic.pk]) for topic in topics), key=lambda row: (row[1], row[0].pk))


def _late_row(user: User, row: tuple[Topic, date], today: date) -> dict[str, Any]:
    topic, day = row
    days = (today - day).days
    late = ngettext("%(count)d dag för sent", "%(count)d dagar för sent", days) % {"count": days}
    return {
        "topic": topic,
        "url": reverse("casework:topic", args=[topic.pk]),
        "of": topic.get_kind_display(),
        "standing": {"shape": "late", "word": late, "date": in_words(day, today=today)},
        "answer_url": reverse("answers_admin:write", args=[topic.pk]) if can_draft(user, topic) else "",
    }


def _places_of(user: User) -> list[Municipality]:
    """Where the person writes answer templates."""
    places = Municipality.objects.filter(is_open=True)
    return list(places if is_administrator(user) else places.filter(pk__in=municipalities_of(user, *READ)))


def _of_group(drafts: QuerySet[AnswerDraft], group: str, user: User) -> QuerySet[AnswerDraft]:
    if group == MINE:
        return drafts.filter(pk__in=waiting_for(user).values("draft"))
    if group == UNDER_WAY:
        return drafts.filter(Q(live=False) | Q(has_unpublished_changes=True))
    return drafts.filter(live=True) if group == PUBLIC else drafts


def queue_of(user: User, *, now: datetime) -> Queue:
    """For the desk."""
    waiting = waiting_for(user)
    total = waiting.count()
    if not total:
        return Queue(Key.REVIEW, total=0)
    states = list(waiting.select_related("revision__user", "task")[:SHOWN])
    wanted = [int(state.revision.object_id) for state in states]
    drafts = {draft.pk: draft for draft in drafts_for(user).filter(pk__in=wanted)}
    jobs = [_job(state, drafts[int(state.revision.object_id)], now) for state in states]
    more = [Deed(_("Visa alla"), f"{reverse('answers_admin:index')}?visa={MINE}")] if total > SHOWN else []
    return Queue(Key.REVIEW, total, jobs, more)


def _job(state: AnswerTaskState, draft: AnswerDraft, now: datetime) -> Job:
    standing = standing_of(draft, today=timezone.localdate(now))
    url = reverse("answers_admin:answer", args=[draft.topic_id])
    return Job(
        title=_("Svar att godkänna: %(title)s") % {"title": draft.topic.title},
        url=url,
        why=_("%(step)s, %(place)s.") % {"step": state.task.name, "place": draft.topic.municipality.name},
        shape=standing.shape,
        word=standing.date or standing.word,
        deeds=(Deed(_("Läs och besluta"), url),),
    )
