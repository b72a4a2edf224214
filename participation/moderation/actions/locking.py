"""What all here lock first, in this order, so that nobody waits in a circle: the topic, then the person it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from participation.accounts.models import User
from participation.topics.models import Topic

from ..models.decision import About

if TYPE_CHECKING:
    from participation.discussion.models import Comment


def locked_topic(topic: Topic) -> Topic:
    related = Topic.objects.select_related("municipality", "author")
    return related.select_for_update(no_key=True, of=("self",)).get(pk=topic.pk)


def locked_person(person: User | None) -> User | None:
    return User.objects.select_for_update(no_key=True).get(pk=person.pk) if person else None


def lock_name(topic: Topic, entry: Comment | None, about: str) -> None:
    """A name is flagged on many topics: whoever flags or decides it waits for its person too."""
    if about == About.NAME:
        locked_person(entry.author if entry is not None else topic.author)
