"""What waits for a member of staff: an app hands in its queues through the hook `desk_queues`, the desk draws them.

    @hooks.register("desk_queues")
    def queues(request: HttpRequest, now: datetime) -> list[Queue]: ...

Queues of one key are drawn as one, whichever apps they come from.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from wagtail import hooks

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.http import HttpRequest

HOOK = "desk_queues"


class Key(StrEnum):
    """In the order they stand. The values are the anchors on the page."""

    LATE = "sen"
    REVIEW = "granska"
    ANSWER = "svara"
    ROUTE = "fordela"
    JUDGE = "bedom"
    MINE = "mina"

    @property
    def heading(self) -> str:
        titles = {
            Key.LATE: _("Försenat"),
            Key.REVIEW: _("Att granska"),
            Key.ANSWER: _("Att besvara"),
            Key.ROUTE: _("Att fördela"),
            Key.JUDGE: _("Att bedöma"),
            Key.MINE: _("Hos dig"),
        }
        return titles[self]


@dataclass(frozen=True)
class Deed:
    """A link, or with `posted` a button that does it at once with these fields."""

    label: str
    url: str
    posted: tuple[tuple[str, str], ...] | None = None


@dataclass(frozen=True)
class Job:
    """One thing to do: what, why now, how it stands (a shape and a word), and what one can do about it here."""

    title: str
    url: str
    why: str
    shape: str
    word: str
    quote: str = ""
    deeds: tuple[Deed, ...] = ()


@dataclass
class Queue:
    """The first jobs of a queue, and how many there are in all. `more` leads to the rest."""

    key: Key
    total: int
    jobs: list[Job] = field(default_factory=list)
    more: list[Deed] = field(default_factory=list)


def queues_for(request: HttpRequest, *, now: datetime) -> list[Queue]:
    handed_in = [queue for hook in hooks.get_hooks(HOOK) for queue in hook(request, now)]
    return [joined for key in Key if (joined := _joined(key, handed_in)).total]


def _joined(key: Key, queues: Iterable[Queue]) -> Queue:
    joined = Queue(key, total=0)
    for queue in queues:
        if queue.key == key:
            joined.total += queue.total
            joined.jobs += queue.jobs
            joined.more += queue.more
    return joined
