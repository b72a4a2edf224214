"""Pages that wait for a second person, for the desk of those who may be that person; and answers and
promises that are late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page, TaskState, WorkflowState

from participation.accounts.models import Role
from participation.accounts.permissions import is_administrator, municipalities_of
from participation.answers.models import Answer
from participation.answers.permissions import can_draft
from participation.answers.shown import promise_job
from participation.core.dates import in_words
from participation.core.desk import Deed, Job, Key, Queue
from participation.topics.models import Topic

from .answered import SUBJECT
from .models import SecondPersonTask

if TYPE_CHECKING:
    from datetime import date, datetime

    from participation.accounts.models import User

    from .models import ServiceProposalPage

SHOWN = 20


def waiting_for(user: User) -> QuerySet[TaskState]:
    """What others wrote, in the municipalities whose publishers the person is one of, oldest first."""
    tasks = SecondPersonTask.objects.all()
    if not is_administrator(user):
        tasks = tasks.filter(groups__user=user)
    waiting = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        task__in=tasks.values("pk"),
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
        workflow_state__current_task_state=F("pk"),
    )
    # Whoever wrote may not approve, also where somebody else saved the words again, or sent the page in.
    saved_first = Q(latest_revision__user=user, latest_revision__signature__first=None)
    wrote = saved_first | Q(latest_revision__signature__first__user=user)
    page = Page.objects.filter(wrote, pk=Cast(OuterRef("revision__object_id"), IntegerField()))
    return waiting.filter(~Exists(page)).order_by("started_at", "pk")


def queue_of(user: User, *, now: datetime) -> Queue:
    waiting = waiting_for(user)
    total = waiting.count()
    if not total:
        return Queue(Key.REVIEW, total=0)
    return Queue(Key.REVIEW, total, [_job(state, now) for state in waiting.select_related("revision__user")[:SHOWN]])


def late_answers_of(user: User, *, now: datetime) -> Queue:
    """Proposals whose promised day has passed without an answer, for those who are told of it: who answers, and who
    publishes."""
    today = timezone.localdate(now)
    late = SUBJECT.waiting().filter(due_on__lt=today).exclude(topic__author=user)
    late = late.filter(topic__in=Topic.objects.visible_to(user))
    if not is_administrator(user):
        late = late.filter(topic__municipality__in=municipalities_of(user, Role.CASE_OFFICER, Role.PUBLISHER))
    total = late.count()
    first = late.select_related("topic__municipality", "department").order_by("due_on", "pk")[:SHOWN]
    more = [Deed(_("Visa alla"), f"{reverse('answers_admin:index')}?visa=sena")] if total > SHOWN else []
    return Queue(Key.LATE, total, [_late_job(page, user, today) for page in first] if total else [], more)


def _late_job(page: ServiceProposalPage, user: User, today: date) -> Job:
    topic, due = page.topic, page.answer_due_on or today
    assert topic is not None  # asked by topic
    address = reverse("casework:topic", args=[topic.pk])
    days = (today - due).days
    write = Deed(_("Skriv svar"), reverse("answers_admin:write", args=[topic.pk]))
    told = {"kind": topic.get_kind_display(), "place": topic.municipality.name, "day": in_words(due, today=today)}
    return Job(
        title=_("Svar: %(title)s") % {"title": topic.title},
        url=address,
        why=_("%(kind)s, %(place)s. Svaret skulle ha kommit %(day)s.") % told,
        shape="late",
        word=ngettext("%(count)d dag för sent", "%(count)d dagar för sent", days) % {"count": days},
        deeds=(write,) if can_draft(user, topic) else (Deed(_("Öppna"), address),),
    )


def promises_of(user: User, *, now: datetime) -> Queue:
    """Answers to proposals that promised something by a day that has passed, for those who answer."""
    today = timezone.localdate(now)
    owed = Answer.objects.overdue(today).filter(topic__kind=Topic.Kind.PROPOSAL).exclude(topic__author=user)
    if not is_administrator(user):
        owed = owed.filter(topic__municipality__in=municipalities_of(user, Role.CASE_OFFICER))
    first = owed.select_related("topic", "department").order_by("next_step_on", "pk")[:SHOWN]
    total = owed.count()
    return Queue(Key.LATE, total, [_promise_job(answer, now) for answer in first] if total else [])


def _promise_job(answer: Answer, now: datetime) -> Job:
    topic = answer.topic
    deeds = (Deed(_("Skriv ett nytt svar"), reverse("answers_admin:write", args=[topic.pk])),)
    return promise_job(answer, title=topic.title, url=reverse("casework:topic", args=[topic.pk]), deeds=deeds, now=now)


def _job(state: TaskState, now: datetime) -> Job:
    address = reverse("wagtailadmin_pages:edit", args=[state.revision.object_id])
    writer = state.revision.user
    return Job(
        title=_("Sida att godkänna: %(title)s") % {"title": state.revision.object_str},
        url=address,
        why=_("%(who)s har skrivit. En annan person måste godkänna.")
        % {"who": (writer and writer.display_name) or _("En kollega")},
        shape="wait",
        word=_("Väntar %(time)s") % {"time": timesince(state.started_at, now, depth=1)},
        deeds=(Deed(_("Läs och godkänn"), address),),
    )
