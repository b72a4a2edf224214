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
from django.utils.html import format_html
from django.utils.translation import gettext as _

from .buttons import NUMBER, Buttons
from .permissions import can_appreciate, can_delete, can_edit, can_moderate, can_reply

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from django.http import HttpRequest
    from django.utils.safestring import SafeString

    from participation.topics.models import Topic

    from .models import Comment


class Days:
    """Dates in words, each written once for a page."""

    def __init__(self) -> None:
        self.written: dict[date, SafeString] = {}

    def of(self, moment: datetime) -> SafeString:
        """As people read it, and as a program does."""
        day = timezone.localdate(moment)
        if day not in self.written:
            words = date_format(day, "j F Y")
            self.written[day] = format_html('<time datetime="{}">{}</time>', day.isoformat(), words)
        return self.written[day]


@dataclass
class Node:
    """An entry, what the reader may do with it, and its answers."""

    entry: Comment
    buttons: Buttons
    day: SafeString
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
    def may(self) -> tuple[bool, bool, bool, bool, bool, bool]:
        """What decides which buttons there are, in the order of `buttons.Row`."""
        return self.reply, self.edit, self.delete, self.appreciate, self.appreciated, self.moderate

    @property
    def acts(self) -> SafeString:
        return self.buttons.below(self)

    @property
    def appreciations(self) -> int:
        return self.entry.appreciations

    @cached_property
    def look(self) -> str:
        """Its class in the style sheet: an answer of the municipality, or one whose words are gone."""
        if not self.entry.is_shown:
            return "hid"
        return "off" if self.entry.is_official else ""

    @property
    def addressee(self) -> str:
        return self.entry.addressee if self.entry.is_official else self.name

    @cached_property
    def to_name(self) -> str:
        if self.to is None:
            return ""
        return _("till {name}").format(name=self.to.addressee) if self.to.is_shown else _("till ett borttaget inlägg")

    @property
    def here(self) -> str:
        return self._filled(self.buttons.ways.here)

    @property
    def hide_url(self) -> str:
        return self._filled(self.buttons.ways.hide)

    @cached_property
    def press_url(self) -> str:
        return self._filled(self.buttons.ways.unappreciate if self.appreciated else self.buttons.ways.appreciate)

    @property
    def more_url(self) -> str:
        return reverse("discussion:branch", args=[self.entry.pk])

    def _filled(self, address: str) -> str:
        return address.replace(NUMBER, self.number)


def nodes_of(request: HttpRequest, topic: Topic, entries: Iterable[Comment]) -> dict[int, Node]:
    """`entries` come from `as_read_by()`."""
    user, now = request.user, timezone.now()
    moderates, buttons, days = can_moderate(user, topic), Buttons(topic), Days()
    nodes = {}
    for entry in entries:
        entry.topic = topic  # the permissions read it; the row is at hand
        nodes[entry.pk] = _node(user, entry, days.of(entry.posted_at), buttons=buttons, moderates=moderates, now=now)
    return nodes


def _node(user: Any, entry: Any, day: SafeString, *, buttons: Buttons, moderates: bool, now: datetime) -> Node:
    signed_in = user.is_authenticated
    open_to_all = entry.is_shown and entry.topic.can_discuss
    return Node(
        entry=entry,
        buttons=buttons,
        day=day,
        # Whoever is not signed in may press: the way leads past signing in.
        reply=can_reply(user, entry)[0] if signed_in else open_to_all,
        appreciate=can_appreciate(user, entry)[0] if signed_in else open_to_all,
        edit=can_edit(user, entry, now=now),
        delete=can_delete(user, entry),
        appreciated=entry.is_appreciated,
        moderate=moderates,
        by_topic_author=entry.author_id is not None and entry.author_id == entry.topic.author_id,
    )
