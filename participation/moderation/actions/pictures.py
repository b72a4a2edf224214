"""One picture of a thing, by itself: what else it shows and says stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from .. import telling
from ..errors import NothingToDecide
from ..models import Decision, Flag, Item
from ..owners import owner_of
from .deciding import settle
from .locking import locked_topic
from .pausing import take_back

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from participation.accounts.models import User
    from participation.topics.models import Topic


@transaction.atomic
def hide_picture(
    *, topic: Topic, picture: UUID, moderator: User, rule: str, facts: str, now: datetime, ground: str = ""
) -> Decision:
    """Its writer and moderators go on seeing it. Raises NothingToDecide when it is hidden already, or gone."""
    topic = _shown(topic, picture, is_shown=False, moderator=moderator, now=now)
    decision = settle(
        topic=topic,
        picture=picture,
        outcome=Decision.Outcome.HIDDEN,
        moderator=moderator,
        rule=rule,
        ground=ground,
        facts=facts,
        now=now,
    )
    telling.tell_concerned(decision)
    return decision


@transaction.atomic
def restore_picture(
    *, topic: Topic, picture: UUID, moderator: User, now: datetime, facts: str = "", appealed: bool = False
) -> Decision:
    """`appealed` as for `restore`. Raises NothingToDecide when it is not hidden, or gone."""
    topic = _shown(topic, picture, is_shown=True, moderator=moderator, now=now)
    undone = Decision.objects.on(topic, picture=picture).filter(outcome=Decision.Outcome.HIDDEN).first()  # type: ignore[attr-defined]
    decision = settle(
        topic=topic,
        picture=picture,
        outcome=Decision.Outcome.RESTORED,
        moderator=moderator,
        facts=facts,
        undone=undone,
        now=now,
    )
    if not take_back(undone, by=decision, moderator=moderator, facts=facts, now=now):
        telling.tell_concerned(decision, mail=not appealed)
    return decision


def replace_picture(*, old: UUID, new: UUID) -> None:
    """Another stands in its place (a part of it was blacked out): what is said and decided of it goes along."""
    for rows in (Flag.objects, Item.objects, Decision.objects):
        rows.filter(picture=old).update(picture=new)


def _shown(topic: Topic, picture: UUID, *, is_shown: bool, moderator: User, now: datetime) -> Topic:
    """The topic, locked as for every decision."""
    locked = locked_topic(topic)
    owner = owner_of(locked.kind)
    what: dict[str, Any] = {"picture": picture, "is_shown": is_shown, "moderator": moderator, "now": now}
    if owner is None or not owner.show_picture(topic=locked, **what):
        raise NothingToDecide
    return locked
