"""Answers that are being worked on, and what waits for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.db.models import Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Coalesce
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.models import Revision, TaskState, WorkflowState

from participation.accounts.permissions import is_administrator, municipalities_of
from participation.core.desk import Deed, Job, Key, Queue
from participation.places.models import Municipality

from ..models import AnswerDraft, AnswerTaskState
from ..reach import READ, drafts_for, tasks_of
from .standing import standing_of
from .writing import staff_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from participation.accounts.models import User

PER_PAGE = 30
SHOWN = 20
MINE, UNDER_WAY, PUBLIC, ALL = "mina", "pagar", "publicerade", "alla"
GROUPS = (
    (MINE, gettext_lazy("Väntar på dig")),
    (UNDER_WAY, gettext_lazy("Under arbete")),
    (PUBLIC, gettext_lazy("Publicerade")),
    (ALL, gettext_lazy("Alla")),
)


def waiting_for(user: User) -> QuerySet[AnswerTaskState]:
    """What a group of this person decides on now, but for what they wrote themselves, the most urgent first."""
    states = AnswerTaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        task__in=tasks_of(user),
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
    ).annotate(draft=Cast("revision__object_id", IntegerField()))
    theirs = drafts_for(user).filter(pk=OuterRef("draft"))
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
    reach = drafts_for(user)
    group = request.GET.get("visa", "")
    group = group if group in dict(GROUPS) else UNDER_WAY
    found = _of_group(reach, group, user).order_by("-latest_revision_id", "-pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "groups": [{"key": key, "label": label, "is_here": key == group} for key, label in GROUPS],
        "heading": dict(GROUPS)[group],
        "page": page,
        "rows": [{"draft": draft, "standing": standing_of(draft, today=today)} for draft in page],
        "group": group,
        "places": _places_of(user),
    }
    return render(request, "answers/admin/index.html", context)


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
