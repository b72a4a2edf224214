"""Steps where nobody may decide: an answer that comes there stands still, so those who can do something hear of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, IntegerField, OuterRef
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from wagtail.models import TaskState, WorkflowState

from participation.accounts.models import Role
from participation.accounts.permissions import who_hold
from participation.core.working_days import add_working_days
from participation.notifications.actions import notify
from participation.notifications.models import Notification, Reason
from participation.topics.models import Topic

from .models import AnswerDraft, AnswerTaskState
from .permissions import who_may_approve
from .querysets import at_rest
from .telling import tell, tell_of_step, who_write
from .ways import steps_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from django.db.models import QuerySet
    from wagtail.models import Task

    from participation.accounts.models import User

    from .models import AnswerTask

NOBODY = "answer_nobody_decides"
A_DAY = timedelta(days=1)


def waiting() -> QuerySet[AnswerTaskState]:
    """Where somebody has to decide. Not while the answer rests: nobody can until what is answered is back."""
    going_on = AnswerDraft.objects.exclude(at_rest()).filter(pk=OuterRef("draft"))
    states = AnswerTaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, workflow_state__status=WorkflowState.STATUS_IN_PROGRESS
    ).annotate(draft=Cast("revision__object_id", IntegerField()))
    return states.filter(Exists(going_on)).select_related("task", "workflow_state", "revision")


def draft_of(state: AnswerTaskState) -> AnswerDraft | None:
    drafts = AnswerDraft.objects.select_related("topic__municipality", "latest_revision")
    return drafts.filter(pk=int(state.revision.object_id)).first()


def put_off(topic: Topic, *, away: timedelta) -> None:
    """The days to decide in stand still for as long as what is answered was away."""
    if not away.days:
        return
    for state in waiting().filter(draft__in=AnswerDraft.objects.filter(topic=topic).values("pk"), due_on__isnull=False):
        due_on = add_working_days(state.due_on + timedelta(days=away.days), 0)  # type: ignore[operator]  # not null
        AnswerTaskState.objects.filter(pk=state.pk).update(due_on=due_on, reminded_at=None)


def deserted_steps(draft: AnswerDraft) -> list[Task]:
    """Of the way that the answer goes, or will go, those where nobody may decide on it as it is written now."""
    running = draft.current_workflow_state
    workflow = running.workflow if running else draft.get_workflow()
    return [task for task in steps_of(workflow) if _is_deserted(task, draft)] if workflow else []


def waits_where_nobody_decides(draft: AnswerDraft) -> str:
    """The name of the step, or nothing."""
    state = draft.current_workflow_task_state
    return state.task.name if state is not None and _is_deserted(state.task.specific, draft) else ""


def tell_of_way(draft: AnswerDraft, *, now: datetime) -> None:
    """Of all the steps ahead at once, when an answer is sent in: there is time to mend those that come later."""
    deserted = deserted_steps(draft)
    if deserted:
        _mark_told(draft, {task.pk for task in deserted}, now)
        _tell(draft, deserted, by=None, now=now)


def tell_where_it_waits(states: Iterable[AnswerTaskState], *, by: User | None = None, now: datetime) -> None:
    """Once for as long as nobody may decide; when somebody may and it happens again, again."""
    for state in states:
        _tell_where_it_waits(state, by=by, now=now)


@transaction.atomic
def _tell_where_it_waits(state: AnswerTaskState, *, by: User | None, now: datetime) -> None:
    draft, task = draft_of(state), state.task.specific
    if draft is None:
        return
    if not _is_deserted(task, draft):
        AnswerTaskState.objects.filter(pk=state.pk, nobody_told_at__isnull=False).update(nobody_told_at=None)
    elif _mark_told(draft, {task.pk}, now):
        _tell(draft, [task], by=by, now=now)


def somebody_left(tasks: Collection[AnswerTask], *, by: User, now: datetime) -> None:
    tell_where_it_waits(waiting().filter(task__in=tasks), by=by, now=now)


def somebody_joined(tasks: Collection[AnswerTask], *, person: User, by: User, now: datetime) -> None:
    """Whoever comes to a step hears of what waits there; whoever was told that nobody decides, that somebody does."""
    for state in waiting().filter(task__in=tasks):
        draft = draft_of(state)
        if draft is None or not who_may_approve(state.task.specific, draft).filter(pk=person.pk).exists():
            continue
        tell_of_step(draft, people=[person], by=by, now=now)
        if AnswerTaskState.objects.filter(pk=state.pk, nobody_told_at__isnull=False).update(nobody_told_at=None):
            sentence = _("Nu finns det någon som kan besluta om svaret på ”{title}”")
            tell(draft, who_write(draft, state.workflow_state), "answer_somebody_decides", sentence, by=by, now=now)


def _is_deserted(task: Task, draft: AnswerDraft) -> bool:
    """Of a step of another kind than ours, nobody knows who decides."""
    return hasattr(task, "groups") and not who_may_approve(task, draft).exists()


def _mark_told(draft: AnswerDraft, tasks: set[int], now: datetime) -> int:
    untold = AnswerTaskState.objects.filter(revision=draft.latest_revision_id, task__in=tasks, nobody_told_at=None)
    return untold.filter(status=TaskState.STATUS_IN_PROGRESS).update(nobody_told_at=now)


def _tell(draft: AnswerDraft, tasks: Collection[Task], *, by: User | None, now: datetime) -> None:
    """Administrators can add somebody: they hear of a step, once a day at most, however many answers come there.
    Those who wrote can ask them, or take it back."""
    running = draft.workflow_states.order_by("-pk").first()
    administrators = who_hold(draft.topic.municipality_id, Role.ADMINISTRATOR)
    for task in tasks:
        _tell_administrators(draft, administrators, task, by=by, now=now)
    tell(
        draft,
        who_write(draft, running).exclude(pk__in=administrators.values("pk")),
        NOBODY,
        ngettext_lazy(
            "Ingen kan besluta om svaret på ”{title}” i steget {steps} än",
            "Ingen kan besluta om svaret på ”{title}” i stegen {steps} än",
            len(tasks),
        ),
        steps=in_a_row(tasks),
        body=_(
            "Kommunens administratör har fått veta det och kan lägga till någon. "
            "Brådskar det kan du säga till, eller ta tillbaka svaret."
        ),
        by=by,
        now=now,
    )


def _tell_administrators(
    draft: AnswerDraft, administrators: QuerySet[User], task: Task, *, by: User | None, now: datetime
) -> None:
    place = draft.topic.municipality
    path = f"{reverse('place_admin:answer_way', args=[place.code])}#steg-{task.pk}"
    lately = Notification.objects.filter(
        person__in=administrators.values("pk"), kind=NOBODY, path=path, created_at__gt=now - A_DAY
    )
    notify(
        people=administrators.exclude(pk__in=lately.values("person")),
        kind=NOBODY,
        reason=Reason.STAFF,
        sentence=format_lazy(_("Ingen kan besluta i steget {step} i {place}"), step=task.name, place=place.name),
        body=_(
            "Ett svar väntar där, eller är på väg dit, och blir liggande. "
            "Öppna Svarens väg och lägg till någon som inte har skrivit svaret."
        ),
        path=path,
        place=place.pk,
        actor=by,
        now=now,
    )


def in_a_row(tasks: Collection[Task]) -> str:
    return ", ".join(task.name for task in tasks)
