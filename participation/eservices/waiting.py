"""Pages that wait for a second person, for the desk of those who may be that person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowState

from participation.accounts.permissions import is_administrator
from participation.core.desk import Deed, Job, Key, Queue

from .models import SecondPersonTask

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User

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
