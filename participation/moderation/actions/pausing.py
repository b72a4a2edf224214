from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from participation.accounts import pausing

from .. import telling
from ..errors import NothingToDecide
from ..models import Appeal, Decision, Reason
from ..permissions import can_be_paused
from .answering import answer_open
from .locking import locked_topic
from .writing import write

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User
    from participation.discussion.models import Comment
    from participation.topics.models import Topic

LONGEST = timedelta(days=90)


@transaction.atomic
def pause(
    *,
    topic: Topic,
    moderator: User,
    rule: str,
    facts: str,
    days: int,
    now: datetime,
    ground: str = "",
    entry: Comment | None = None,
    came_of: Decision | None = None,
) -> Decision:
    """Whoever wrote the topic, or the entry, writes nothing more in its municipality for some days.

    `came_of` is the decision of the same press: it was found as that was, and falls with it when an appeal changes it.
    Raises NothingToDecide where nobody is left to pause, PermissionDenied for staff of the municipality.
    """
    person = entry.author if entry is not None else topic.author
    if person is None or not timedelta(0) < timedelta(days=days) <= LONGEST:
        raise NothingToDecide
    if not can_be_paused(person, topic.municipality_id):
        raise PermissionDenied
    row = pausing.pause(
        person=person,
        municipality=topic.municipality,
        why=str(Reason(rule).label),
        until=now + timedelta(days=days),
        now=now,
    )
    decision = write(
        topic=topic,
        entry=entry,
        outcome=Decision.Outcome.PAUSED,
        moderator=moderator,
        rule=rule,
        ground=ground,
        facts=facts,
        found=came_of.found if came_of else Decision.Found.STAFF,
        pause=row,
        came_of=came_of,
        now=now,
    )
    telling.tell_concerned(decision)
    return decision


@transaction.atomic
def lift_pause(
    *, decision: Decision, moderator: User, now: datetime, facts: str = "", appealed: bool = False
) -> Decision:
    """`decision` is the one that paused; `appealed`: the mail of it is the answer to an appeal. Raises NothingToDecide
    when it is over."""
    locked_topic(decision.topic)
    if decision.pause is None or not pausing.lift(pause=decision.pause, now=now):
        raise NothingToDecide
    lifted = write(
        topic=decision.topic,
        entry=decision.entry,
        outcome=Decision.Outcome.LIFTED,
        moderator=moderator,
        facts=facts,
        pause=decision.pause,
        now=now,
    )
    if row := answer_open(decision, moderator=moderator, facts=facts, now=now):
        telling.tell_appeal_decided(row, undone=[lifted], mail=not appealed, now=now)
    else:
        telling.tell_concerned(lifted, mail=not appealed)
    return lifted


def take_back(undone: Decision | None, *, by: Decision, moderator: User, facts: str, now: datetime) -> bool:
    """What hid a thing that is shown again `by` a new decision. Was it appealed, that is answered, and what came with
    it falls.

    Returns whether its writer has been told by that, in one mail.
    """
    row = answer_open(undone, moderator=moderator, facts=facts, now=now) if undone is not None else None
    if undone is None or row is None:
        return False
    lifted = lift_with(undone, moderator=moderator, now=now)
    telling.tell_appeal_decided(row, undone=[by, *lifted], now=now)
    return True


def lift_with(decision: Decision, *, moderator: User, now: datetime) -> list[Decision]:
    """The pauses that the same press gave, but for one that was tried by itself and stands; the mail of it is the
    answer to the appeal of `decision`. Returns what lifted them."""
    lifted = []
    given = decision.brought.exclude(appeal__outcome=Appeal.Outcome.UPHELD)
    for one in given.select_related("topic__municipality", "topic__author", "entry__author", "pause__person"):
        with suppress(NothingToDecide), transaction.atomic():
            lifted.append(lift_pause(decision=one, moderator=moderator, appealed=True, now=now))
    return lifted
