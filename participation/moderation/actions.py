"""A flag, and what a moderator decides. Every decision is a row with a reason, and those it concerns are told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from participation.discussion import actions as discussion
from participation.topics.models import Topic

from . import telling
from .errors import AlreadyFlagged, NothingToDecide, TooManyFlags
from .models import Decision, Flag
from .permissions import is_citizens
from .signals import may_be_shown_again

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User
    from participation.discussion.models import Comment

Outcome = Decision.Outcome
MOST_FLAGS, IN_TIME = 20, timedelta(hours=1)


@transaction.atomic
def flag(
    *, topic: Topic, reason: str, text: str, now: datetime, reporter: User | None = None, entry: Comment | None = None
) -> Flag:
    """Raises AlreadyFlagged or TooManyFlags. The first that waits in a municipality is mailed to its moderators."""
    Topic.objects.select_for_update(no_key=True).get(pk=topic.pk)
    waiting = Flag.objects.on(topic, entry).waiting()
    same = waiting.filter(reporter=reporter) if reporter else waiting.filter(reporter__isnull=True, reason=reason)
    if same.exists():
        raise AlreadyFlagged
    if reporter and reporter.flags.filter(created_at__gt=now - IN_TIME).count() >= MOST_FLAGS:
        raise TooManyFlags
    first = not Flag.objects.waiting().filter(topic__municipality=topic.municipality_id).exists()
    row = Flag.objects.create(
        topic=topic, entry=entry, reporter=reporter, reason=reason, text=text.strip(), created_at=now
    )
    telling.tell_moderators(row, mail=first, now=now)
    return row


@transaction.atomic
def hide(*, entry: Comment, moderator: User, reason: str, now: datetime) -> Decision:
    """Raises NothingToDecide when the entry is not shown any more."""
    if not discussion.hide(entry=entry, reason=reason, now=now):
        raise NothingToDecide
    decision = settle(
        topic=entry.topic, entry=entry, outcome=Outcome.HIDDEN, moderator=moderator, reason=reason, now=now
    )
    telling.tell_writer_of_hidden(decision)
    return decision


@transaction.atomic
def restore(*, entry: Comment, moderator: User, reason: str, now: datetime) -> Decision:
    """Raises NothingToDecide when no moderator has hidden it."""
    if not discussion.restore(entry=entry):
        raise NothingToDecide
    decision = settle(
        topic=entry.topic, entry=entry, outcome=Outcome.RESTORED, moderator=moderator, reason=reason, now=now
    )
    telling.tell_writer_of_restored(decision)
    return decision


@transaction.atomic
def hide_topic(*, topic: Topic, moderator: User, reason: str, now: datetime) -> Decision:
    """Take a citizen's topic out of public sight; its author and the moderators go on seeing it.

    What staff write is a page, which an editor unpublishes. Raises NothingToDecide.
    """
    locked = Topic.objects.select_for_update(no_key=True).get(pk=topic.pk)
    if not locked.is_public or not is_citizens(locked):
        raise NothingToDecide
    Topic.objects.filter(pk=locked.pk).update(visibility=Topic.Visibility.STAFF)
    locked.visibility = Topic.Visibility.STAFF
    decision = settle(topic=locked, outcome=Outcome.HIDDEN, moderator=moderator, reason=reason, now=now)
    telling.tell_author_of_topic(decision)
    return decision


@transaction.atomic
def restore_topic(*, topic: Topic, moderator: User, reason: str, now: datetime) -> Decision:
    """Raises NothingToDecide when no moderator has hidden it, or its owner is no longer in a public state."""
    locked = Topic.objects.select_for_update(no_key=True).get(pk=topic.pk)
    answers = may_be_shown_again.send(sender=Topic, topic=locked)
    refused: list[Any] = [receiver for receiver, answer in answers if not (answer is None or answer)]
    if not is_hidden(locked) or refused:
        raise NothingToDecide
    Topic.objects.filter(pk=locked.pk).update(visibility=Topic.Visibility.PUBLIC)
    locked.visibility = Topic.Visibility.PUBLIC
    decision = settle(topic=locked, outcome=Outcome.RESTORED, moderator=moderator, reason=reason, now=now)
    telling.tell_author_of_topic(decision)
    return decision


@transaction.atomic
def keep(*, topic: Topic, moderator: User, reason: str, now: datetime, entry: Comment | None = None) -> Decision:
    """Raises NothingToDecide when no flag waits any more."""
    Topic.objects.select_for_update(no_key=True).get(pk=topic.pk)
    if not Flag.objects.on(topic, entry).waiting().exists():
        raise NothingToDecide
    return settle(topic=topic, entry=entry, outcome=Outcome.KEPT, moderator=moderator, reason=reason, now=now)


@transaction.atomic
def settle(
    *, topic: Topic, outcome: str, moderator: User | None, reason: str, now: datetime, entry: Comment | None = None
) -> Decision:
    """Write a decision, close the flags it answers and tell those who flagged.

    An app that takes a whole topic away (an idea refused after publication) calls this with HIDDEN.
    """
    decision = Decision.objects.create(
        topic=topic, entry=entry, outcome=outcome, reason=reason[:300], decided_at=now, decided_by=moderator
    )
    answered = list(Flag.objects.on(topic, entry).waiting().select_related("reporter"))
    Flag.objects.filter(pk__in=[row.pk for row in answered]).update(decision=decision)
    telling.tell_reporters(decision, [row.reporter for row in answered if row.reporter], now=now)
    return decision


def is_hidden(topic: Topic) -> bool:
    """Whether a moderator's last word on the topic was to hide it, and it still is."""
    last = Decision.objects.on(topic).exclude(outcome=Outcome.KEPT).first()
    return topic.visibility == Topic.Visibility.STAFF and last is not None and last.outcome == Outcome.HIDDEN
