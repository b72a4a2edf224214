"""Support, object, take back. The row is the truth; the topic's figures follow it in the same transaction."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from participation.notifications.actions import add_follower
from participation.notifications.models import AutomaticFollow
from participation.topics.models import Topic

from .errors import ObjectionNotAsked, ReasonMissing, SupportClosed
from .models import Support
from .permissions import is_open
from .returning import own_again
from .signals import stance_changed

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User

FOR, AGAINST = Support.Stance.FOR, Support.Stance.AGAINST
COUNTERS = {FOR: "supports", AGAINST: "objections"}
UNREAD = ("summary", "search_text", "title_stems", "stems")


@transaction.atomic
def support(*, topic: Topic, person: User, now: datetime) -> bool:
    """Returns whether anything changed. The person follows the topic from now on.

    Raises SupportClosed, or SupportGiven.
    """
    locked = _locked_and_open(topic, now)
    return _take_stance(topic, locked, person, FOR, "", now)


@transaction.atomic
def object_to(*, topic: Topic, person: User, reason: str, now: datetime) -> bool:
    """Raises SupportClosed, SupportGiven, ObjectionNotAsked or ReasonMissing."""
    if topic.kind != Topic.Kind.PROPOSAL:
        raise ObjectionNotAsked
    if not reason.strip():
        raise ReasonMissing
    locked = _locked_and_open(topic, now)
    return _take_stance(topic, locked, person, AGAINST, reason.strip(), now)


@transaction.atomic
def take_back(*, topic: Topic, person: User, now: datetime) -> bool:
    """Returns whether there was anything to take back. At will: also when the time to support is over."""
    locked = _locked(topic)
    stance = Support.objects.filter(topic=locked, person=person).first()
    if stance is None:
        return False
    stance.delete()
    _count(topic, locked, Counter({_counter(stance.stance): -1}), now)
    return True


def _locked(topic: Topic) -> Topic:
    """The row as it is now, locked to the end of the transaction: stances on one topic come one after another.

    Rows that merely point at the topic are not held up (`no_key`).
    """
    return Topic.objects.select_for_update(no_key=True).defer(*UNREAD).get(pk=topic.pk)


def _locked_and_open(topic: Topic, now: datetime) -> Topic:
    locked = _locked(topic)
    allowed, why = is_open(locked, now=now)
    if not allowed:
        raise SupportClosed(why)
    return locked


def _take_stance(topic: Topic, locked: Topic, person: User, stance: str, reason: str, now: datetime) -> bool:
    """All who support the topic wait for one another here, so this asks the database no more than it must."""
    row = Support.objects.filter(topic=locked, person=person).first() or own_again(topic=locked, person=person)
    if row is not None and (row.stance, row.reason) == (stance, reason):
        return False
    changes: Counter[str] = Counter()
    if row is None:
        Support.objects.create(topic=locked, person=person, stance=stance, reason=reason, created_at=now)
    else:
        changes[_counter(row.stance)] -= 1
        Support.objects.filter(pk=row.pk).update(stance=stance, reason=reason, created_at=now)
    changes[_counter(stance)] += 1
    changes["followers"] += add_follower(topic=locked, person=person, deed=AutomaticFollow.Deed.SUPPORT)
    _count(topic, locked, changes, now)
    return True


def _counter(stance: str) -> str:
    return COUNTERS[Support.Stance(stance)]


def _count(topic: Topic, locked: Topic, changes: Counter[str], now: datetime) -> None:
    """Nobody else changes the figures of a locked row, so what they become is known."""
    changed = {field: by for field, by in changes.items() if by}
    if changed:
        Topic.objects.filter(pk=locked.pk).update(**{field: F(field) + by for field, by in changed.items()})
    for field in ("supports", "objections", "followers"):
        figure = getattr(locked, field) + changes[field]
        setattr(locked, field, figure)
        setattr(topic, field, figure)
    stance_changed.send(sender=Support, topic=locked, now=now)
