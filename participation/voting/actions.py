"""Support, object, take back. The row is the truth; the topic's figures follow it in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from participation.notifications.actions import follow
from participation.topics.models import Topic

from .errors import ObjectionNotAsked, ReasonMissing, SupportClosed
from .models import Support
from .permissions import is_open
from .signals import stance_changed

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User

FOR, AGAINST = Support.Stance.FOR, Support.Stance.AGAINST
COUNTERS = {FOR: "supports", AGAINST: "objections"}


@transaction.atomic
def support(*, topic: Topic, person: User, now: datetime) -> bool:
    """Returns whether anything changed. The person follows the topic from now on. Raises SupportClosed."""
    locked = _locked_and_open(topic, now)
    changed = _take_stance(locked, person, FOR, "", now)
    if changed:
        follow(topic=locked, person=person)
        _tell(topic, locked, now)
    return changed


@transaction.atomic
def object_to(*, topic: Topic, person: User, reason: str, now: datetime) -> bool:
    """Raises SupportClosed, ObjectionNotAsked or ReasonMissing."""
    if topic.kind != Topic.Kind.PROPOSAL:
        raise ObjectionNotAsked
    if not reason.strip():
        raise ReasonMissing
    locked = _locked_and_open(topic, now)
    changed = _take_stance(locked, person, AGAINST, reason.strip(), now)
    if changed:
        follow(topic=locked, person=person)
        _tell(topic, locked, now)
    return changed


@transaction.atomic
def take_back(*, topic: Topic, person: User, now: datetime) -> bool:
    """Returns whether there was anything to take back. At will: also when the time to support is over."""
    locked = _locked(topic)
    stance = Support.objects.filter(topic=locked, person=person).first()
    if stance is None:
        return False
    stance.delete()
    _count(locked, stance.stance, -1)
    _tell(topic, locked, now)
    return True


def _locked(topic: Topic) -> Topic:
    """The row as it is now, locked to the end of the transaction: stances on one topic come one after another.

    Rows that merely point at the topic are not held up (`no_key`).
    """
    return Topic.objects.select_for_update(no_key=True).get(pk=topic.pk)


def _locked_and_open(topic: Topic, now: datetime) -> Topic:
    locked = _locked(topic)
    allowed, why = is_open(locked, now=now)
    if not allowed:
        raise SupportClosed(why)
    return locked


def _take_stance(topic: Topic, person: User, stance: str, reason: str, now: datetime) -> bool:
    row, created = Support.objects.get_or_create(
        topic=topic, person=person, defaults={"stance": stance, "reason": reason, "created_at": now}
    )
    if not created:
        if (row.stance, row.reason) == (stance, reason):
            return False
        if row.stance != stance:
            _count(topic, row.stance, -1)
        Support.objects.filter(pk=row.pk).update(stance=stance, reason=reason, created_at=now)
    if created or row.stance != stance:
        _count(topic, stance, +1)
    return True


def _count(topic: Topic, stance: str, by: int) -> None:
    field = COUNTERS[Support.Stance(stance)]
    Topic.objects.filter(pk=topic.pk).update(**{field: F(field) + by})


def _tell(topic: Topic, locked: Topic, now: datetime) -> None:
    locked.refresh_from_db(fields=["supports", "objections", "followers"])
    topic.supports, topic.objections, topic.followers = locked.supports, locked.objections, locked.followers
    stance_changed.send(sender=Support, topic=locked, now=now)
