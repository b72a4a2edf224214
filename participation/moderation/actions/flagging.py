from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from participation.accounts.pausing import check_not_paused
from participation.discussion import actions as discussion

from .. import telling
from ..errors import AlreadyFlagged, TooManyFlags
from ..models import Flag, Item, Reason
from ..models.decision import About
from ..wording import what_it_says, words_of
from .locking import lock_name, locked_topic
from .queue import enter, open_item

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from participation.accounts.models import User
    from participation.discussion.models import Comment
    from participation.topics.models import Topic

MOST_FLAGS, IN_TIME = 20, timedelta(hours=1)


@dataclass(frozen=True)
class Signal:
    """What a machine noticed: `kind` for the figures ("word", "links", …), `words` for the moderator who reads it."""

    kind: str
    words: str


@transaction.atomic
def flag(
    *,
    topic: Topic,
    reason: str,
    text: str,
    now: datetime,
    reporter: User | None = None,
    entry: Comment | None = None,
    about: str = About.WORDS,
    picture: UUID | None = None,
) -> Flag:
    """`picture` is one of the topic's, and what it is about then.

    The first that waits in a municipality is mailed to its moderators, and each that names what the law obliges to
    remove. Raises AlreadyFlagged, TooManyFlags or Paused."""
    topic = locked_topic(topic)
    about = About.PICTURE if picture else about
    lock_name(topic, entry, about)
    if reporter:
        check_not_paused(reporter, topic.municipality_id, now)
    waiting = Flag.objects.on(topic, entry, about=about, picture=picture).waiting().by_people()
    same = waiting.filter(reporter=reporter) if reporter else waiting.filter(reporter__isnull=True, reason=reason)
    if (row := same.first()) and _item_of(row):
        raise AlreadyFlagged
    if row is None and reporter and reporter.flags.filter(created_at__gt=now - IN_TIME).count() >= MOST_FLAGS:
        raise TooManyFlags
    row = row or Flag.objects.create(
        topic=topic,
        entry=entry,
        about=about,
        picture=picture,
        reporter=reporter,
        reason=reason,
        text=text.strip(),
        words=what_it_says(topic, entry, about=about),
        created_at=now,
    )
    first = not _waits_already(topic)
    item = _wait(row, flagged=True, now=now)
    telling.tell_moderators(row, item, first=first, now=now)
    return row


@transaction.atomic
def raise_signal(
    *,
    topic: Topic,
    signals: Sequence[Signal],
    now: datetime,
    entry: Comment | None = None,
    reason: str = Reason.OTHER,
    hold: bool = False,
    tell: bool = False,
) -> Flag:
    """One flag of a machine waits on a thing: what is noticed later is written into it. It hides nothing, unless
    the municipality wants what such a signal says to wait for a moderator (`hold`): an entry is hidden by it, an idea
    waits to be reviewed already. `tell` moderators, who hear of a thing once."""
    topic = locked_topic(topic)
    row = Flag.objects.on(topic, entry).waiting().filter(source=Flag.Source.MACHINE).first()
    row = row or Flag(topic=topic, entry=entry, source=Flag.Source.MACHINE, reason=reason, created_at=now)
    said = [asdict(signal) for signal in signals]
    if new := [signal for signal in said if signal not in row.signals]:
        row.signals, row.words = row.signals + new, words_of(topic, entry)
    is_new = row.pk is None
    row.save()
    first = tell and is_new and not _waits_already(topic)
    held = hold and (entry is None or discussion.hold(entry=entry, now=now))
    item = _wait(row, flagged=False, held=held, now=now)
    if tell and is_new and item.kind != Item.Kind.IDEA:  # of a new idea they hear anyway
        telling.tell_moderators(row, item, first=first, now=now)
    return row


def forget_signals(topic: Topic) -> None:
    """Its author took it back before a moderator had read it. Whoever takes it up again looks at its words again."""
    Flag.objects.on(topic).waiting().filter(source=Flag.Source.MACHINE).delete()


def _waits_already(topic: Topic) -> bool:
    """Something flagged, by people or by a machine."""
    waiting = Item.objects.waiting().filter(municipality=topic.municipality_id)
    flagged = Q(kind__in=[Item.Kind.ENTRY, Item.Kind.TOPIC, Item.Kind.NAME, Item.Kind.PICTURE, Item.Kind.FAULT])
    return waiting.filter(Q(flags__gt=0) | flagged).exists()


def _thing_of(row: Flag) -> dict[str, Any]:
    """What of the queue the flag is on."""
    topic, entry = row.topic, row.entry
    thing: dict[str, Any] = {"kind": Item.Kind.ENTRY if entry else Item.Kind.TOPIC, "topic": topic, "entry": entry}
    if row.about == About.NAME:
        thing |= {"kind": Item.Kind.NAME, "writer": entry.author if entry else topic.author}
    elif row.picture:
        thing |= {"kind": Item.Kind.PICTURE, "picture": row.picture}
    elif entry is None and open_item(kind=Item.Kind.IDEA, topic=topic):
        thing["kind"] = Item.Kind.IDEA  # it waits to be reviewed anyway
    elif entry is None and topic.kind in topic.ANCHORS:
        thing["kind"] = Item.Kind.FAULT
    return thing


def _item_of(row: Flag) -> Item | None:
    return open_item(**_thing_of(row))


def _wait(row: Flag, *, flagged: bool, now: datetime, held: bool = False) -> Item:
    said = [("signal", signal["words"]) for signal in row.signals] if row.is_by_machine else [("reason", row.reason)]
    reason = "" if row.is_by_machine and row.reason == Reason.OTHER else row.reason  # no machine means that rule
    return enter(**_thing_of(row), reason=reason, said=said, flagged=flagged, held=held, now=now)
