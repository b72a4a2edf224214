from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from participation.discussion import actions as discussion
from participation.discussion.models import Comment
from participation.topics.models import Topic

from .. import telling
from ..errors import NothingToDecide
from ..models import Decision, Flag, Item, Reason
from ..models.decision import About
from ..owners import Standing, anchored
from ..permissions import is_citizens
from ..signals import brought_back, given_back, may_be_shown_again, taken_away
from .locking import lock_name, locked_topic
from .pausing import take_back
from .queue import leave
from .writing import write

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from participation.accounts.models import User

Outcome = Decision.Outcome


@transaction.atomic
def hide(
    *, entry: Comment, moderator: User, facts: str, now: datetime, rule: str = Reason.OTHER, ground: str = ""
) -> Decision:
    """The rule stands where the entry stood; the facts are for its writer. Raises NothingToDecide when the entry is
    not shown any more."""
    if not discussion.hide(entry=entry, reason=str(Reason(rule).label), now=now):
        raise NothingToDecide
    decision = settle(
        topic=entry.topic,
        entry=entry,
        outcome=Outcome.HIDDEN,
        moderator=moderator,
        rule=rule,
        ground=ground,
        facts=facts,
        now=now,
    )
    telling.tell_concerned(decision)
    return decision


@transaction.atomic
def restore(*, entry: Comment, moderator: User, now: datetime, facts: str = "", appealed: bool = False) -> Decision:
    """`appealed`: the mail of it is the answer to the appeal. Raises NothingToDecide when no moderator hid it."""
    if not discussion.restore(entry=entry, now=now):
        raise NothingToDecide
    undone = _what_hid(entry.topic, entry)
    decision = settle(
        topic=entry.topic,
        entry=entry,
        outcome=Outcome.RESTORED,
        moderator=moderator,
        facts=facts,
        undone=undone,
        now=now,
    )
    if not take_back(undone, by=decision, moderator=moderator, facts=facts, now=now):
        telling.tell_concerned(decision, mail=not appealed)
    return decision


@transaction.atomic
def hide_topic(
    *, topic: Topic, moderator: User, facts: str, now: datetime, rule: str = Reason.OTHER, ground: str = ""
) -> Decision:
    """Take a citizen's topic out of public sight; its author and the moderators go on seeing it.

    What staff write is a page, which an editor unpublishes. Raises NothingToDecide.
    """
    locked = Topic.objects.select_for_update(no_key=True).get(pk=topic.pk)
    if not is_citizens(locked) or not _hide(locked, moderator, now):
        raise NothingToDecide
    decision = settle(
        topic=locked, outcome=Outcome.HIDDEN, moderator=moderator, rule=rule, ground=ground, facts=facts, now=now
    )
    telling.tell_concerned(decision)
    taken_away.send(sender=Topic, topic=locked, moderator=moderator, now=now)
    return decision


@transaction.atomic
def restore_topic(*, topic: Topic, moderator: User, now: datetime, facts: str = "", appealed: bool = False) -> Decision:
    """What was refused for good comes back only when that was `appealed`.

    Raises NothingToDecide when no moderator has hidden it, or its owner is no longer in a public state.
    """
    locked = Topic.objects.select_for_update(no_key=True).get(pk=topic.pk)
    if not is_hidden(locked):
        raise NothingToDecide
    if (held := anchored(locked)) is not None:
        if not held.show(topic=locked, is_shown=True, moderator=moderator, now=now):
            raise NothingToDecide
    elif not (appealed and _brought_back(locked, moderator, now)):
        answers = may_be_shown_again.send(sender=Topic, topic=locked)
        refused: list[Any] = [receiver for receiver, answer in answers if not (answer is None or answer)]
        if refused:
            raise NothingToDecide
        _show(locked, Topic.Visibility.PUBLIC)
        given_back.send(sender=Topic, topic=locked, moderator=moderator, now=now)
    locked.refresh_from_db(fields=["visibility"])
    undone = _what_hid(locked)
    decision = settle(topic=locked, outcome=Outcome.RESTORED, moderator=moderator, facts=facts, undone=undone, now=now)
    if not take_back(undone, by=decision, moderator=moderator, facts=facts, now=now):
        telling.tell_concerned(decision, mail=not appealed)
    return decision


@transaction.atomic
def keep(
    *,
    topic: Topic,
    moderator: User,
    now: datetime,
    facts: str = "",
    entry: Comment | None = None,
    about: str = About.WORDS,
    picture: UUID | None = None,
) -> Decision:
    """Answers the flags, and shows what was held. Raises NothingToDecide when neither waits any more."""
    Topic.objects.select_for_update(no_key=True).get(pk=topic.pk)
    lock_name(topic, entry, about)
    held = entry is not None and _is_held(entry)
    if entry is None and picture is None and standing_of(topic) == Standing.HELD:
        held = _show_at_last(topic, moderator, now)
    if not held and not Flag.objects.on(topic, entry, about=about, picture=picture).waiting().exists():
        raise NothingToDecide
    if held and entry is not None:
        discussion.restore(entry=entry, now=now)
    decision = settle(
        topic=topic,
        entry=entry,
        about=about,
        picture=picture,
        outcome=Outcome.KEPT,
        moderator=moderator,
        facts=facts,
        now=now,
    )
    if held and entry is not None:
        telling.tell_concerned(decision)
    return decision


@transaction.atomic
def warn(
    *,
    topic: Topic,
    moderator: User,
    rule: str,
    facts: str,
    now: datetime,
    ground: str = "",
    entry: Comment | None = None,
) -> Decision:
    """The words stay, and their writer is told what was wrong with them. Answers the flags."""
    locked_topic(topic)
    decision = settle(
        topic=topic,
        entry=entry,
        outcome=Outcome.WARNED,
        moderator=moderator,
        rule=rule,
        ground=ground,
        facts=facts,
        now=now,
    )
    telling.tell_concerned(decision)
    return decision


@transaction.atomic
def settle(
    *,
    topic: Topic,
    outcome: str,
    moderator: User | None,
    now: datetime,
    rule: str = "",
    ground: str = "",
    facts: str = "",
    entry: Comment | None = None,
    about: str = About.WORDS,
    picture: UUID | None = None,
    record: str = "",
    against: bool = True,
    undone: Decision | None = None,
) -> Decision:
    """Write a decision, close the flags and the item it answers, and tell those who flagged: also what `undone`, an
    earlier decision, had answered.

    An app that takes a whole topic away (an idea that is refused) calls this with HIDDEN. `against` its writer, who is
    told by the caller and may appeal: False where nobody did anything wrong.
    """
    about = About.PICTURE if picture else about
    flags = list(
        Flag.objects.on(topic, entry, about=about, picture=picture).waiting().select_related("reporter", "topic")
    )
    decision = write(
        topic=topic,
        entry=entry,
        about=about,
        picture=picture,
        outcome=outcome,
        rule=rule,
        ground=ground,
        facts=facts,
        record=record,
        found=_found(flags),
        against=against,
        moderator=moderator,
        now=now,
    )
    Flag.objects.filter(pk__in=[row.pk for row in flags]).update(decision=decision)
    for kind in _kinds(entry, about):
        leave(
            kind=kind, topic=topic, entry=entry, picture=picture, writer=decision.concerns, decision=decision, now=now
        )
    before = list(undone.flags.select_related("reporter", "topic")) if undone else []
    telling.tell_reporters(decision, [*flags, *before], now=now)
    if outcome == Outcome.HIDDEN and entry is None and about == About.WORDS:
        telling.take_title_back(topic)
    return decision


def is_hidden(topic: Topic) -> bool:
    """Whether a moderator's last word on the topic was to hide it, and it still is. What is anchored may be hidden by
    its owner alone, and is shown here all the same."""
    if anchored(topic) is not None:
        return standing_of(topic) == Standing.HIDDEN
    moved = Decision.objects.on(topic).filter(outcome__in=[Outcome.HIDDEN, Outcome.RESTORED, Outcome.RETURNED])
    last = moved.first()
    return topic.visibility == Topic.Visibility.STAFF and last is not None and last.outcome == Outcome.HIDDEN


def _what_hid(topic: Topic, entry: Comment | None = None) -> Decision | None:
    return Decision.objects.on(topic, entry).filter(outcome=Outcome.HIDDEN).first()


def _brought_back(topic: Topic, moderator: User, now: datetime) -> bool:
    answers = brought_back.send(sender=Topic, topic=topic, moderator=moderator, now=now)
    return any(answer for _receiver, answer in answers)


def _kinds(entry: Comment | None, about: str) -> tuple[str, ...]:
    """What of the queue a decision ends. A topic waits to be reviewed, or because it is flagged."""
    if about == About.NAME:
        return (Item.Kind.NAME,)
    if about == About.PICTURE:
        return (Item.Kind.PICTURE,)
    return (Item.Kind.ENTRY,) if entry is not None else (Item.Kind.TOPIC, Item.Kind.IDEA, Item.Kind.FAULT)


def _found(flags: list[Flag]) -> str:
    if any(not row.is_by_machine for row in flags):
        return Decision.Found.FLAG
    return Decision.Found.SIGNAL if flags else Decision.Found.STAFF


def _show(topic: Topic, visibility: str) -> None:
    Topic.objects.filter(pk=topic.pk).update(visibility=visibility)
    topic.visibility = visibility


def standing_of(topic: Topic) -> Standing | None:
    """Of what is anchored; a topic says itself who reads it."""
    held = anchored(topic)
    return held.stands(topic) if held is not None else None


def _hide(topic: Topic, moderator: User, now: datetime) -> bool:
    if (held := anchored(topic)) is not None:
        return held.show(topic=topic, is_shown=False, moderator=moderator, now=now)
    if topic.is_public:
        _show(topic, Topic.Visibility.STAFF)
        return True
    return False


def _show_at_last(topic: Topic, moderator: User, now: datetime) -> bool:
    held = anchored(topic)
    return held is not None and held.show(topic=topic, is_shown=True, moderator=moderator, now=now)


def _is_held(entry: Comment) -> bool:
    return Comment.objects.filter(pk=entry.pk, removal=Comment.Removal.HELD).exists()
