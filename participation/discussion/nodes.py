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
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .drawing import Drawing, Kind, Ways
from .permissions import can_appreciate, can_delete, can_edit, can_moderate, can_reply

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from django.http import HttpRequest

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
    drawing: Drawing
    day: SafeString
    reply: bool
    edit: bool
    delete: bool
    appreciate: bool
    appreciated: bool
    moderate: bool
    by_topic_author: bool
    own: bool = False
    to: Comment | None = None
    replies: list[Node] = field(default_factory=list)
    more: int = 0

    @property
    def html(self) -> SafeString:
        return self.drawing.of(self)

    @property
    def is_ordinary(self) -> bool:
        """One of the many that differ in nothing but their own words."""
        return not (self.look or self.more or self.edited_at)

    @property
    def kind(self) -> Kind:
        return Kind(
            self.reply,
            self.edit,
            self.delete,
            self.appreciate,
            self.appreciated,
            self.moderate,
            self.appreciations,
            self.by_topic_author,
            self.to is not None,
            bool(self.replies),
        )

    @cached_property
    def number(self) -> str:
        """As it stands in addresses; a template would write a large one with spaces."""
        return str(self.entry.pk)

    @cached_property
    def name(self) -> str:
        return self.entry.byline

    @property
    def words(self) -> SafeString:
        return mark_safe(linebreaks(self.entry.comment, autoescape=True))

    @property
    def answers(self) -> SafeString:
        return mark_safe("".join(reply.html for reply in self.replies))

    @property
    def appreciations(self) -> int:
        return self.entry.appreciations

    @property
    def edited_at(self) -> datetime | None:
        return self.entry.edited_at

    @cached_property
    def look(self) -> str:
        """Its class in the style sheet: an answer of the municipality, or one whose words are gone."""
        if not self.entry.is_shown:
            return "hid"
        return "off" if self.entry.is_official else ""

    @property
    def addressee(self) -> str:
        is_named = self.entry.is_shown and not self.entry.is_official
        return self.name if is_named else self.entry.addressee

    @cached_property
    def to_name(self) -> str:
        if self.to is None:
            return ""
        return _("till {name}").format(name=self.to.addressee)

    @property
    def ways(self) -> Ways:
        return self.drawing.ways.of(self.number)

    @property
    def press_url(self) -> str:
        return self.ways.press(appreciated=self.appreciated)

    @property
    def more_url(self) -> str:
        return reverse("discussion:branch", args=[self.entry.pk])


def nodes_of(request: HttpRequest, topic: Topic, entries: Iterable[Comment]) -> dict[int, Node]:
    """`entries` come from `as_read_by()`."""
    user, now = request.user, timezone.now()
    moderates, drawing, days = can_moderate(user, topic), Drawing(topic), Days()
    nodes = {}
    for entry in entries:
        entry.topic = topic  # the permissions read it; the row is at hand
        nodes[entry.pk] = _node(user, entry, days.of(entry.posted_at), drawing=drawing, moderates=moderates, now=now)
    return nodes


def _node(user: Any, entry: Any, day: SafeString, *, drawing: Drawing, moderates: bool, now: datetime) -> Node:
    signed_in = user.is_authenticated
    open_to_all = entry.is_shown and entry.topic.can_discuss
    return Node(
        entry=entry,
        drawing=drawing,
        day=day,
        # Whoever is not signed in may press: the way leads past signing in.
        reply=can_reply(user, entry)[0] if signed_in else open_to_all,
        appreciate=can_appreciate(user, entry)[0] if signed_in else open_to_all,
        edit=can_edit(user, entry, now=now),
        delete=can_delete(user, entry),
        appreciated=entry.is_appreciated,
        own=entry.author_id is not None and entry.author_id == user.pk,
        moderate=moderates,
        by_topic_author=entry.author_id is not None and entry.author_id == entry.topic.author_id,
    )
