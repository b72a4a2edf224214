from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import ExpressionWrapper
from django.db.models.functions import Cast
from wagtail.models import Revision, TaskState, WorkflowState

from participation.topics.models import Topic

from .subjects import subjects

if TYPE_CHECKING:
    from datetime import date

    from participation.places.models import Municipality

    from .models import Answer  # noqa: F401 - named in a base class below


class AnswerQuerySet(models.QuerySet["Answer"]):
    def public_in(self, municipality: Municipality | None) -> AnswerQuerySet:
        """Those whose topic everybody may see, of one municipality or of all."""
        return self.filter(topic__in=Topic.objects.public().in_municipality(municipality))

    def overdue(self, today: date) -> AnswerQuerySet:
        return self.filter(overdue(today))

    def with_overdue(self, today: date) -> AnswerQuerySet:
        """`is_overdue`"""
        return self.annotate(is_overdue=ExpressionWrapper(overdue(today), output_field=models.BooleanField()))


def at_rest() -> models.Q:
    """Of drafts: nobody writes, decides or is reminded while what they answer is hidden, withdrawn, or part of
    something else."""
    rests = ~models.Q(topic__visibility=Topic.Visibility.PUBLIC)
    for subject in subjects():
        rests |= models.Q(topic__in=subject.resting())
    return rests


def step_where_it_waits(draft: str) -> models.Subquery:
    """The name of the step where an answer waits, beside rows whose field `draft` is its draft. None where it waits
    nowhere."""
    from .models import AnswerTaskState

    states = AnswerTaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, workflow_state__status=WorkflowState.STATUS_IN_PROGRESS
    ).annotate(draft=Cast("revision__object_id", models.IntegerField()))
    return models.Subquery(states.filter(draft=models.OuterRef(draft)).values("task__name")[:1])


def day_when_it_comes_out(draft: str) -> models.Subquery:
    """The moment of an approved answer that waits for its day, in the same way."""
    from .models import AnswerDraft

    coming = Revision.objects.filter(
        approved_go_live_at__isnull=False,
        base_content_type=ContentType.objects.get_for_model(AnswerDraft),
        object_id=Cast(models.OuterRef(draft), models.CharField()),
    )
    return models.Subquery(coming.values("approved_go_live_at")[:1])


def overdue(today: date) -> models.Q:
    """Late promises that are still to be kept: of what went on as a proposal, the proposal's own answer promises."""
    from .models.answer import is_late

    owed = models.Q()
    for subject in subjects():
        owed |= models.Q(topic__in=subject.owing())
    return is_late(today) & owed
