from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from .. import telling
from ..errors import CannotAppeal, DecidedMeanwhile, NothingToDecide
from ..models import Appeal, Decision, Item
from ..models.decision import About
from ..permissions import can_appeal, can_decide_appeal
from .answering import answer as answer_it
from .deciding import restore, restore_topic
from .locking import locked_topic
from .names import restore_name
from .pausing import lift_pause, lift_with
from .pictures import restore_picture
from .queue import enter

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User


@transaction.atomic
def appeal(
    *, decision: Decision, person: User | None, words: str, now: datetime, holds_address: bool = False
) -> Appeal:
    """Once for each decision. Whoever `holds_address` of what it is about, a secret one, needs no account.
    Raises CannotAppeal."""
    fresh = _locked(decision)
    may = fresh.may_be_appealed if holds_address else person is not None and can_appeal(person, fresh)
    if not may or Appeal.objects.filter(decision=fresh).exists():
        raise CannotAppeal
    row = Appeal.objects.create(
        decision=fresh, person=person, words=words.strip(), created_at=now, first_decided_by=fresh.decided_by
    )
    enter(
        kind=Item.Kind.APPEAL,
        topic=fresh.topic,
        entry=fresh.entry,
        picture=fresh.picture,
        writer=person,
        barred=fresh.decided_by,
        reason=fresh.rule,
        appeal=row,
        now=now,
    )
    telling.tell_of_appeal(row, now=now)
    return row


@transaction.atomic
def decide_appeal(*, appeal: Appeal, moderator: User, outcome: str, answer: str, now: datetime) -> Appeal:
    """Changed, what was hidden is shown again, if it still can be: its writer may have taken it away meanwhile.

    Raises PermissionDenied for whoever made the decision, NothingToDecide when the appeal is answered already,
    DecidedMeanwhile where it would let stand what somebody has taken back.
    """
    decision = _locked(appeal.decision)
    row = Appeal.objects.select_for_update(no_key=True, of=("self",)).select_related("person").get(pk=appeal.pk)
    row.decision = decision
    if not can_decide_appeal(moderator, row):
        raise PermissionDenied
    if not row.is_waiting:
        raise NothingToDecide
    if outcome == Appeal.Outcome.UPHELD and (later := decision.taken_back_by):
        raise DecidedMeanwhile([later])
    answer_it(row, outcome=outcome, words=answer, by=moderator, now=now)
    undone: list[Decision] = []
    if outcome == Appeal.Outcome.CHANGED:
        with suppress(NothingToDecide), transaction.atomic():
            undone += _undo(decision, moderator, now)
        undone += lift_with(decision, moderator=moderator, now=now)
    telling.tell_appeal_decided(row, undone=undone, now=now)
    return row


RELATED = (
    "topic__municipality",
    "topic__author",
    "entry__topic",
    "entry__author",
    "concerns",
    "decided_by",
    "pause__person",
)


def _locked(decision: Decision) -> Decision:
    locked_topic(decision.topic)
    related = Decision.objects.select_related(*RELATED)
    return related.select_for_update(no_key=True, of=("self",)).get(pk=decision.pk)


def _undo(decision: Decision, moderator: User, now: datetime) -> list[Decision]:
    """A warning leaves nothing to undo: it counts no more (`DecisionQuerySet.stand`)."""
    who: dict[str, Any] = {"moderator": moderator, "appealed": True, "now": now}
    if decision.outcome == Decision.Outcome.PAUSED:
        return [lift_pause(decision=decision, **who)]
    if decision.outcome != Decision.Outcome.HIDDEN:
        return []
    if decision.about == About.NAME:
        return [restore_name(decision=decision, **who)]
    if decision.picture:
        return [restore_picture(topic=decision.topic, picture=decision.picture, **who)]
    if decision.entry:
        return [restore(entry=decision.entry, **who)]
    return [restore_topic(topic=decision.topic, **who)]
