"""An entry as templates/discussion/_entry.html draws it.

A page draws some sixty of them, a long branch a hundred: names, dates and addresses are written here, once each, and
what is the same for all entries of a page is looked up once for the page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from participation.core.templatetags.spoken import lang
from participation.topics.models import Topic

from .permissions import can_appreciate, can_delete, can_edit, can_moderate, can_reply

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from django.http import HttpRequest

    from .models import Comment

STAND_IN = 987654321012345678  # a number that stands in an address in the place of an entry's


@dataclass(frozen=True)
class Ways:
    """The addresses of entries in the language of the page: each is looked up once, and filled in for each entry."""

    here: str
    flag: str
    appreciate: str
    unappreciate: str

    @classmethod
    def now(cls) -> Ways:
        names = ("discussion:permalink", "moderation:flag_entry", "discussion:appreciate", "discussion:unappreciate")
        return cls(*(reverse(name, args=[STAND_IN]) for name in names))


class Days:
    """Dates in words, each written once for a page."""

    def __init__(self) -> None:
        self.written: dict[date, tuple[str, str]] = {}

    def of(self, moment: datetime) -> tuple[str, str]:
        """As a program reads it, and as people do."""
        day = timezone.localdate(moment)
        if day not in self.written:
            self.written[day] = (day.isoformat(), date_format(day, "j F Y"))
        return self.written[day]


@dataclass
class Node:
    """An entry, what the reader may do with it, and its answers."""

    entry: Comment
    ways: Ways
    iso_day: str
    day: str
    reply: bool
    edit: bool
    delete: bool
    appreciate: bool
    appreciated: bool
    moderate: bool
    by_topic_author: bool
    to: Comment | None = None
    replies: list[Node] = field(default_factory=list)
    more: int = 0

    @cached_property
    def number(self) -> str:
        """As it stands in addresses; a template would write a large one with spaces."""
        return str(self.entry.pk)

    @cached_property
    def name(self) -> str:
        return self.entry.byline

    @property
    def is_official(self) -> bool:
        return self.entry.is_official

    @property
    def addressee(self) -> str:
        return self.entry.addressee if self.is_official else self.name

    @property
    def to_name(self) -> str:
        if self.to is None:
            return ""
        return _("till {name}").format(name=self.to.addressee) if self.to.is_shown else _("till ett borttaget inlägg")

    @cached_property
    def here(self) -> str:
        return self._filled(self.ways.here)

    @property
    def flag_url(self) -> str:
        return self._filled(self.ways.flag)

    @cached_property
    def press_url(self) -> str:
        return self._filled(self.ways.unappreciate if self.appreciated else self.ways.appreciate)

    @property
    def more_url(self) -> str:
        return reverse("discussion:branch", args=[self.entry.pk])

    def _filled(self, address: str) -> str:
        return address.replace(str(STAND_IN), self.number)


def words_of(topic: Topic) -> dict[str, str]:
    """What stands on the buttons of every entry."""
    by_author = _(", som skrev idén") if topic.kind == Topic.Kind.IDEA else _(", som skrev förslaget")
    return {
        "reply": _("Svara"),
        "edit": _("Ändra"),
        "delete": _("Ta bort"),
        "flag": _("Anmäl inlägget"),
        "hide": _("Dölj"),
        "appreciate": _("Uppskatta"),
        "topic_author": by_author,
        "lang": lang(),
    }


def nodes_of(request: HttpRequest, topic: Topic, entries: Iterable[Comment]) -> dict[int, Node]:
    """`entries` come from `as_read_by()`."""
    user, now = request.user, timezone.now()
    moderates, ways, days = can_moderate(user, topic), Ways.now(), Days()
    nodes = {}
    for entry in entries:
        entry.topic = topic  # the permissions read it; the row is at hand
        nodes[entry.pk] = _node(user, entry, days.of(entry.posted_at), ways=ways, moderates=moderates, now=now)
    return nodes


def _node(user: Any, entry: Any, day: tuple[str, str], *, ways: Ways, moderates: bool, now: datetime) -> Node:
    signed_in = user.is_authenticated
    open_to_all = entry.is_shown and entry.topic.can_discuss
    return Node(
        entry=entry,
        ways=ways,
        iso_day=day[0],
        day=day[1],
        # Whoever is not signed in may press: the way leads past signing in.
        reply=can_reply(user, entry)[0] if signed_in else open_to_all,
        appreciate=can_appreciate(user, entry)[0] if signed_in else open_to_all,
        edit=can_edit(user, entry, now=now),
        delete=can_delete(user, entry),
        appreciated=entry.is_appreciated,
        moderate=moderates,
        by_topic_author=entry.author_id is not None and entry.author_id == entry.topic.author_id,
    )
