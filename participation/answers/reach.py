"""Which answers a member of staff reaches. Everything in `staff/` starts here; the rest is not there (404)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import Group
from django.db.models import BooleanField, ExpressionWrapper, IntegerField, Q
from django.db.models.functions import Cast
from django.http import Http404
from django.shortcuts import get_object_or_404
from wagtail.models import TaskState

from participation.accounts.models import Role, User
from participation.accounts.permissions import is_administrator, municipalities_of
from participation.topics.models import Topic

from .models import AnswerDraft, AnswerTask, AnswerWay
from .permissions import can_draft
from .querysets import at_rest
from .subjects import can_be_subject

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from wagtail.models import Task

WRITE = (Role.CASE_OFFICER,)
READ = (Role.CASE_OFFICER, Role.PUBLISHER)


def drafts_for(user: User) -> QuerySet[AnswerDraft]:
    """Of a municipality where one writes or runs things, and what one's group decides on or has decided on. `rests`:
    see `querysets.at_rest`.

    Never an answer to what one wrote oneself, nor to what is hidden from one.
    """
    drafts = _of_ones_work(user).filter(topic__in=Topic.objects.visible_to(user))
    return drafts.annotate(rests=ExpressionWrapper(at_rest(), output_field=BooleanField()))


def out_of_sight(user: User, topic_pk: int) -> AnswerDraft | None:
    """What would be theirs if its idea had not been withdrawn or hidden meanwhile: they hear of that, and no more."""
    seen = Topic.objects.visible_to(user)
    return _of_ones_work(user).exclude(topic__in=seen).filter(topic=topic_pk).first()


def _of_ones_work(user: User) -> QuerySet[AnswerDraft]:
    drafts = AnswerDraft.objects.select_related("topic__municipality", "topic__author", "department", "file")
    drafts = drafts.exclude(topic__author=user)
    if is_administrator(user):
        return drafts
    own = Q(topic__municipality__in=municipalities_of(user, *READ))
    return drafts.filter(own | Q(pk__in=asked_of(user)))


def asked_of(user: User) -> QuerySet[TaskState]:
    """The keys of the drafts that came to a group of this person."""
    states = TaskState.objects.filter(task__in=tasks_of(user))
    return states.annotate(draft=Cast("revision__object_id", IntegerField())).values("draft")  # type: ignore[return-value]


def tasks_of(user: User) -> QuerySet[Task]:
    """Those of answers that a group of the person decides on, in a session whose duties count."""
    if not user.is_active or not user.duties_count:
        return AnswerTask.objects.none()
    return AnswerTask.objects.filter(groups__user=user).values("pk")  # type: ignore[return-value]


def news_of_steps(person: User) -> Q:
    """Of news of duties: for whoever decides in a step, of the answers that came there, and of the way they go."""
    own = Q(topic__in=AnswerDraft.objects.filter(pk__in=asked_of(person)).values("topic"))
    ways = AnswerWay.objects.filter(workflow__workflow_tasks__task__in=tasks_of(person)).values("municipality")
    return own & Q(kind__startswith="answer") | Q(
        topic__isnull=True, municipality__in=ways, kind__in=["answer_withdrawn", "staff_role"]
    )


def steps_held_by(user: User) -> list[tuple[int, AnswerTask]]:
    """(municipality's number, step) of each step on a municipality's way where a group of the person decides."""
    held = tasks_of(user)
    ways = AnswerWay.objects.filter(workflow__active=True, workflow__workflow_tasks__task__in=held)
    ordered = ways.order_by("pk", "workflow__workflow_tasks__sort_order")
    pairs = list(ordered.values_list("municipality", "workflow__workflow_tasks__task"))
    steps = AnswerTask.objects.filter(active=True).in_bulk([task for _place, task in pairs])
    return [(place, steps[task]) for place, task in pairs if task in steps]


def takes_part(user: User) -> bool:
    """Whether there is anything here for this person."""
    return is_administrator(user) or bool(municipalities_of(user, *READ)) or tasks_of(user).exists()


def who_take_part(draft: AnswerDraft) -> QuerySet[User]:
    """`drafts_for` asked the other way round: who write and run things there, and in whose step it is or has been."""
    asked = TaskState.objects.filter(workflow_state__in=draft.workflow_states.values("pk")).values("task")
    place = {
        "staff_group__municipality": draft.topic.municipality_id,
        "staff_group__role__in": (*READ, Role.ADMINISTRATOR),
    }
    groups = Group.objects.filter(Q(**place) | Q(pk__in=AnswerTask.objects.filter(pk__in=asked).values("groups")))
    people = User.objects.filter(groups__in=groups, is_active=True).exclude(pk=draft.topic.author_id or 0)
    return people.distinct().order_by("display_name", "pk")


def who_read(draft: AnswerDraft) -> QuerySet[User]:
    """The same, and those who run the whole portal: whoever is none of them hears nothing of it."""
    people = User.objects.filter(
        Q(pk__in=who_take_part(draft).order_by().values("pk")) | Q(is_superuser=True), is_active=True
    )
    return people.exclude(pk=draft.topic.author_id or 0)


def draft_for(user: User, topic_pk: int) -> AnswerDraft:
    return get_object_or_404(drafts_for(user), topic=topic_pk)


def topic_to_answer(user: User, topic_pk: int) -> Topic:
    """A topic that this person may write an answer to. 404 for any other: nothing tells that it is there."""
    topics = Topic.objects.visible_to(user).select_related("municipality", "author")
    topic = get_object_or_404(topics, pk=topic_pk)
    if not can_be_subject(topic.kind) or not can_draft(user, topic):
        raise Http404
    return topic
