"""What the moderators' queue asks of the ideas that wait in it (`moderation.owners`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models.functions import Coalesce

from participation.moderation.errors import NothingToDecide
from participation.moderation.models import Decision
from participation.moderation.owners import Owner, Picture
from participation.moderation.wording import paragraphs

from .. import actions
from ..models import Idea, IdeaAttachment, IdeaVersion
from ..states import InvalidTransition

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from participation.accounts.models import User
    from participation.topics.models import Topic

Outcome = Decision.Outcome


def pictures(topics: Iterable[int]) -> dict[int, list[Picture]]:
    found: dict[int, list[Picture]] = {}
    files = IdeaAttachment.objects.filter(idea__topic__in=set(topics), kind="photo").select_related("idea")
    for file in files.order_by("pk"):
        shown_as = file.get_absolute_url(), file.thumbnail_url, file.alt or file.name
        picture = Picture(file.pk, *shown_as, is_hidden=file.is_hidden)
        found.setdefault(file.idea.topic_id, []).append(picture)
    return found


def words(topic: Topic) -> str:
    """Title, text, and the additions that all can read."""
    idea = Idea.objects.filter(topic=topic).only("title", "text").first()
    if idea is None:
        return paragraphs(topic.title, topic.summary)
    added = idea.versions.filter(kind=IdeaVersion.Kind.ADDITION, review=IdeaVersion.Review.PUBLIC).order_by("number")
    return paragraphs(idea.title, idea.text, *added.values_list("text", flat=True))


def words_before(topic: Topic, moment: datetime) -> str:
    public = IdeaVersion.objects.filter(idea__topic=topic, review=IdeaVersion.Review.PUBLIC)
    then = list(public.alias(at=Coalesce("decided_at", "created_at")).filter(at__lt=moment).order_by("number"))
    texts = [version for version in then if version.kind != IdeaVersion.Kind.ADDITION]
    added = [version.text for version in then if version.kind == IdeaVersion.Kind.ADDITION]
    return paragraphs(texts[-1].title, texts[-1].text, *added) if texts else ""


def decide(*, topic: Topic, outcome: str, rule: str, facts: str, moderator: User, now: datetime) -> None:
    idea = Idea.objects.select_related("topic").filter(topic=topic).first()
    if idea is None:
        raise NothingToDecide
    try:
        if outcome == Outcome.KEPT:
            actions.approve(idea=idea, by=moderator, now=now)
        elif outcome == Outcome.RETURNED:
            actions.return_for_changes(idea=idea, by=moderator, reason=facts, now=now)
        elif outcome == Outcome.HIDDEN:
            actions.refuse(idea=idea, by=moderator, rule=rule, reason=facts, now=now)
        else:
            raise NothingToDecide
    except InvalidTransition:
        raise NothingToDecide from None


def show_picture(*, topic: Topic, picture: UUID, is_shown: bool, moderator: User, now: datetime) -> bool:
    found = IdeaAttachment.objects.filter(idea__topic=topic, pk=picture, kind="photo", is_hidden=is_shown)
    return bool(found.update(is_hidden=not is_shown))


OWNER = Owner(pictures=pictures, decide=decide, show_picture=show_picture, words=words, words_before=words_before)
