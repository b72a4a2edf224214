"""What must always be true: nothing is public that should not be, and an idea stands where its last step left it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, OuterRef, Q, Subquery

from participation.core import integrity
from participation.places.integrity import register_series
from participation.topics.models import Topic

from .merging.integrity import astray, left_behind
from .models import Idea, IdeaEvent
from .states import PUBLIC

if TYPE_CHECKING:
    from collections.abc import Iterator


def shown_too_widely() -> Iterator[str]:
    ideas = Idea.objects.exclude(status__in=PUBLIC).filter(topic__visibility=Topic.Visibility.PUBLIC)
    for pk, status in ideas.values_list("pk", "status").iterator():
        yield f"idea {pk} is public, though it is {status}"
    unsent = Q(status=Idea.Status.DRAFT) | Q(status=Idea.Status.WITHDRAWN, status_before_withdrawal=Idea.Status.DRAFT)
    drafts = Idea.objects.filter(unsent, topic__visibility=Topic.Visibility.STAFF)
    for pk in drafts.values_list("pk", flat=True).iterator():
        yield f"idea {pk} is a draft that staff see"


def strayed() -> Iterator[str]:
    last = IdeaEvent.objects.filter(idea=OuterRef("pk")).order_by("-id").values("status")[:1]
    ideas = Idea.objects.annotate(last_status=Subquery(last))
    for pk, status in ideas.exclude(Q(last_status=F("status"))).values_list("pk", "status").iterator():
        yield f"idea {pk} is {status}, but its last step says otherwise"
    for pk in ideas.filter(last_status__isnull=True).values_list("pk", flat=True).iterator():
        yield f"idea {pk} has no steps"


integrity.register("ideas.never_shown_too_widely", shown_too_widely)
integrity.register("ideas.idea_follows_its_steps", strayed)
register_series("", Idea.objects.all(), "reference")
integrity.register("ideas.merged_ideas_lead_somewhere", astray)
integrity.register("ideas.merged_ideas_leave_nothing_behind", left_behind)
