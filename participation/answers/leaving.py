"""Answers whose writers have left their role: who is told instead, and whose desk they stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Cast
from wagtail.models import WorkflowState

from participation.accounts.models import Role, User
from participation.accounts.permissions import who_hold, who_may
from participation.topics.models import Topic

from .models import AnswerDraft
from .querysets import at_rest
from .reach import WRITE, who_read

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

ON_THE_WAY = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)


def who_hear_of(draft: AnswerDraft, known: Collection[int]) -> QuerySet[User]:
    """Those `known` to have written who may still read it; and where none of them may write any more, those who may."""
    theirs = who_read(draft).filter(pk__in=known)
    if who_may(draft.topic.municipality_id, *WRITE).filter(pk__in=known).exclude(pk=_author(draft.topic)).exists():
        return theirs
    others = who_write_instead(draft.topic)
    return User.objects.filter(Q(pk__in=theirs.values("pk")) | Q(pk__in=others.values("pk")))


def who_write_instead(topic: Topic) -> QuerySet[User]:
    """The case officers of the place; where there are none, those who run it."""
    others = User.objects.none()
    for role in (*WRITE, Role.ADMINISTRATOR):
        others = who_hold(topic.municipality_id, role).exclude(pk=_author(topic))
        if others.exists():
            break
    return others


def with_writers(drafts: QuerySet[AnswerDraft], user: User) -> QuerySet[AnswerDraft]:
    """`is_mine`: this person wrote it; `has_writer`: somebody who wrote it may still write; `is_returned`."""
    kind = ContentType.objects.get_for_model(AnswerDraft)
    sent = WorkflowState.objects.filter(
        base_content_type=kind, object_id=Cast(OuterRef("pk"), CharField()), status__in=ON_THE_WAY
    ).order_by("-pk")
    wrote = Q(pk=OuterRef("begun_by")) | Q(pk=OuterRef("latest_revision__user")) | Q(pk=OuterRef("sender"))
    return drafts.annotate(sender=Subquery(sent.values("requested_by")[:1])).annotate(
        is_mine=Exists(User.objects.filter(wrote, pk=user.pk)),
        has_writer=Exists(who_may(OuterRef("topic__municipality"), *WRITE).filter(wrote)),
        is_returned=Exists(sent.filter(status=WorkflowState.STATUS_NEEDS_CHANGES)),
    )


def is_left_behind(draft: AnswerDraft, user: User) -> bool:
    """Whether it is unfinished and nobody who wrote it may write any more."""
    this = with_writers(unfinished(AnswerDraft.objects.filter(pk=draft.pk)), user)
    return this.filter(has_writer=False).exists()  # type: ignore[misc]  # annotated


def unfinished(drafts: QuerySet[AnswerDraft]) -> QuerySet[AnswerDraft]:
    """Neither public nor approved for a day to come, and of something that can be answered."""
    going_on = drafts.exclude(at_rest())
    return going_on.filter(Q(live=False) | Q(has_unpublished_changes=True)).exclude(
        latest_revision__approved_go_live_at__isnull=False
    )


def _author(topic: Topic) -> int:
    return topic.author_id or 0
