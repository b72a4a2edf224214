"""Apps above own the topics that wait here. Each says how they are looked at and decided; none is imported."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from uuid import UUID

    from django.utils.functional import Promise

    from participation.accounts.models import User
    from participation.topics.models import Topic

    from .models import Decision


@dataclass(frozen=True)
class Picture:
    """`is_hidden`: by a moderator; its writer and moderators see it."""

    pk: UUID
    url: str
    thumbnail: str
    alt: str
    is_hidden: bool = False


class Decide(Protocol):
    def __call__(
        self, *, topic: Topic, outcome: str, rule: str, facts: str, moderator: User, now: datetime
    ) -> None: ...


class Standing(StrEnum):
    """Who reads a thing now: all, nobody until somebody has decided, or nobody but its writer and staff."""

    SHOWN = "shown"
    HELD = "held"
    HIDDEN = "hidden"
    GONE = "gone"  # others decide on it now


class Show(Protocol):
    def __call__(self, *, topic: Topic, is_shown: bool, moderator: User, now: datetime) -> bool: ...


class Tell(Protocol):
    def __call__(
        self,
        *,
        topic: Topic,
        sentence: str | Promise,
        body: str | Promise,
        by: User | None,
        now: datetime,
        mail: bool = True,
    ) -> None: ...


@dataclass(frozen=True)
class Anchored:
    """Of things that are no topic: theirs is read by nobody (`Topic.ANCHORS`), and holds what is flagged and decided.

    `stands` says who reads the thing. `show` shows or hides it, and says whether anything changed. `tell` reaches its
    writer, who may have no account. `address` is the page of staff, `of_writer` where its writer reads a decision.
    `roles` may decide on it beside moderators, and find all that waits at `desk`.
    """

    stands: Callable[[Topic], Standing]
    show: Show
    tell: Tell
    address: Callable[[Topic], str]
    of_writer: Callable[[Decision], str]
    desk: Callable[[], str]
    roles: tuple[str, ...] = ()


class WordsBefore(Protocol):
    def __call__(self, topic: Topic, moment: datetime, /) -> str: ...


class ShowPicture(Protocol):
    def __call__(self, *, topic: Topic, picture: UUID, is_shown: bool, moderator: User, now: datetime) -> bool: ...


@dataclass(frozen=True)
class Owner:
    """`pictures` gives what is to be seen with each topic, what a moderator hid too: one question. `words` is all that
    its writer says there to whoever reads it, where a topic's title and summary are not all; `words_before` what it
    said to them before a moment, and nothing where nobody could read it then.

    `decide` approves ("kept"), sends back ("returned") or refuses ("hidden") what waits to be reviewed; it raises
    NothingToDecide when it does not wait any more. `show_picture` hides one from all but its writer and moderators,
    or shows it again, and says whether anything changed.
    """

    pictures: Callable[[Iterable[int]], dict[int, list[Picture]]]
    show_picture: ShowPicture
    decide: Decide | None = None
    words: Callable[[Topic], str] | None = None
    words_before: WordsBefore | None = None
    anchored: Anchored | None = None


_owners: dict[str, Owner] = {}


def register(kind: str, owner: Owner) -> None:
    """Call it in `AppConfig.ready()`. `kind` is of `Topic.Kind`."""
    _owners[kind] = owner


def owner_of(kind: str) -> Owner | None:
    return _owners.get(kind)


def anchored(topic: Topic) -> Anchored | None:
    owner = owner_of(topic.kind)
    return owner.anchored if owner else None


def roles_beside_moderators() -> dict[str, tuple[str, ...]]:
    """By the kind of topic: who handles such things may decide who reads them."""
    return {kind: owner.anchored.roles for kind, owner in _owners.items() if owner.anchored}


def desk_beside_moderators() -> str:
    """Where those who do not moderate find what waits for them, whichever kind."""
    return next((owner.anchored.desk() for owner in _owners.values() if owner.anchored), "")


def pictures_of(topic: Topic) -> list[Picture]:
    owner = owner_of(topic.kind)
    return owner.pictures([topic.pk]).get(topic.pk, []) if owner else []


def picture_of(topic: Topic, pk: UUID) -> Picture | None:
    """Nothing where its writer took it away."""
    return next((picture for picture in pictures_of(topic) if picture.pk == pk), None)
