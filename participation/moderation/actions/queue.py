"""What keeps the queue true. An app whose things wait for a moderator calls `enter` and `leave` with its own verbs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from ..models import BOARD_LAW, Item

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from participation.accounts.models import User
    from participation.discussion.models import Comment
    from participation.places.models import Municipality
    from participation.topics.models import Topic

    from ..models import Appeal, Decision

Kind = Item.Kind


def open_item(
    *,
    kind: str,
    topic: Topic,
    entry: Comment | None = None,
    writer: User | None = None,
    picture: UUID | None = None,
) -> Item | None:
    return Item.objects.waiting().filter(**_thing(kind, topic, entry, writer, picture)).first()


@transaction.atomic
def enter(
    *,
    kind: str,
    topic: Topic,
    now: datetime,
    entry: Comment | None = None,
    picture: UUID | None = None,
    writer: User | None = None,
    reason: str = "",
    said: Sequence[tuple[str, str]] = (),
    flagged: bool = False,
    held: bool = False,
    appeal: Appeal | None = None,
    barred: User | None = None,
) -> Item:
    """It waits from now on; what waits already gets one flag more, and the graver reason."""
    defaults = {
        "municipality": topic.municipality,
        "topic": topic,
        "entry": entry,
        "picture": picture,
        "writer": writer or _writer_of(topic, entry),
        "appeal": appeal,
        "barred": barred,
        "since": now,
        "due_at": due_at(topic.municipality, "", now),
        "turn_at": now,
    }
    thing = {"appeal": appeal} if appeal else _thing(kind, topic, entry, writer, picture) | {"settled_at": None}
    item, _created = Item.objects.get_or_create(
        kind=kind, **{k: v for k, v in thing.items() if k != "kind"}, defaults=defaults
    )
    item.flags += flagged
    item.is_held |= held
    item.said += [one for one in map(list, said) if one not in item.said]
    _take_reason(item, topic.municipality, reason, now, by_first=flagged and item.flags == 1)
    item.set_turn()
    item.save()
    return item


@transaction.atomic
def leave(
    *,
    kind: str,
    topic: Topic,
    now: datetime,
    entry: Comment | None = None,
    picture: UUID | None = None,
    writer: User | None = None,
    decision: Decision | None = None,
) -> bool:
    """Returns whether it waited until now."""
    waiting = Item.objects.waiting().filter(**_thing(kind, topic, entry, writer, picture))
    return bool(waiting.update(settled_at=now, decision=decision, read_by=None, read_at=None))


def due_at(municipality: Municipality, reason: str, now: datetime) -> datetime:
    hours = municipality.board_law_within_hours if reason in BOARD_LAW else municipality.review_within_hours
    return now + timedelta(hours=hours)


def _take_reason(item: Item, municipality: Municipality, reason: str, now: datetime, *, by_first: bool) -> None:
    """That of the first person who flags it is suggested, before it a machine's, until somebody names what the law
    obliges to remove: its clock starts then."""
    if reason in BOARD_LAW and not item.is_board_law:
        item.is_board_law, item.reason = True, reason
        item.due_at = min(item.due_at, due_at(municipality, reason, now))
    item.reason = reason if by_first and not item.is_board_law else item.reason or reason


def _writer_of(topic: Topic, entry: Comment | None) -> User | None:
    return entry.author if entry is not None else topic.author


def _thing(
    kind: str, topic: Topic, entry: Comment | None, writer: User | None, picture: UUID | None = None
) -> dict[str, Any]:
    """What makes two of them one: the constraints of the table say the same."""
    if kind == Kind.NAME:
        place = {"topic": topic, "entry": entry} if writer is None else {}  # of those who have left, each by itself
        return {"kind": kind, "municipality": topic.municipality_id, "writer": writer, **place}
    if kind == Kind.ENTRY:
        return {"kind": kind, "entry": entry}
    if kind == Kind.PICTURE:
        return {"kind": kind, "topic": topic, "picture": picture}
    return {"kind": kind, "topic": topic}
