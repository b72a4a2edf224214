"""A decision holds only for what its maker has seen: two people never decide the same thing twice, and nobody decides
on words that they have not read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from participation.discussion.models import Comment

from ..errors import ChangedMeanwhile, DecidedMeanwhile, WordsChanged
from ..models import Decision
from ..models.decision import About
from ..owners import anchored, picture_of
from ..wording import name_of, same_words, words_of
from .locking import lock_name, locked_topic

if TYPE_CHECKING:
    from uuid import UUID

    from participation.topics.models import Topic

    from ..querysets import DecisionQuerySet


GONE = "gone"  # a picture that its writer took away


@dataclass(frozen=True)
class Seen:
    """What a page showed of a thing: the number of its last decision (empty where there was none), who could read it,
    its words, and the name beside them. Nothing is asked of what is None."""

    decision: str | None = None
    state: str | None = None
    words: str | None = None
    name: str | None = None


def seen_now(topic: Topic, entry: Comment | None = None, picture: UUID | None = None) -> Seen:
    last = _decisions(topic, entry, picture).last()
    decision, state = str(last.pk) if last else "", _state(topic, entry, picture)
    if picture is not None:
        return Seen(decision, state)
    return Seen(
        decision,
        state,
        words=words_of(topic, entry),
        name=name_of(topic, entry),
    )


@transaction.atomic
def nothing_came_between(
    *, topic: Topic, entry: Comment | None, seen: Seen, about: str = About.WORDS, picture: UUID | None = None
) -> None:
    """Locks the topic, as every decision does and whoever changes words. Raises DecidedMeanwhile, ChangedMeanwhile or
    WordsChanged."""
    topic = locked_topic(topic)
    lock_name(topic, entry, about)
    if seen.decision is not None:
        known = int(seen.decision) if seen.decision.isdecimal() else 0
        if made := list(_decisions(topic, entry, picture).filter(pk__gt=known)):
            raise DecidedMeanwhile(made)
    if about == About.NAME:
        check_words(seen.name, name_of(topic, entry), about)
        return
    state = _state(topic, entry, picture)
    if seen.state is not None and seen.state != state:
        raise ChangedMeanwhile(state)
    if picture is None:
        check_words(seen.words, words_of(topic, entry), about)


def check_words(before: str | None, after: str, about: str = About.WORDS) -> None:
    """Raises WordsChanged."""
    if before is not None and not same_words(before, after):
        raise WordsChanged(before, after, about)


def _state(topic: Topic, entry: Comment | None, picture: UUID | None) -> str:
    if picture is not None:
        found = picture_of(topic, picture)
        return GONE if found is None else str(found.is_hidden)
    if entry is None:
        held = anchored(topic)
        return held.stands(topic) if held is not None else topic.visibility
    return Comment.objects.values_list("removal", flat=True).get(pk=entry.pk)


def _decisions(topic: Topic, entry: Comment | None, picture: UUID | None) -> DecisionQuerySet:
    """About the thing, its name and its writer, or about the picture: all that the page of a decision shows."""
    return (
        Decision.objects.filter(topic=topic, entry=entry, picture=picture)
        .select_related("decided_by__home")
        .order_by("pk")
    )
