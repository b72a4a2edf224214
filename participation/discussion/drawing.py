"""An entry as HTML.

A page draws some sixty entries, a long branch a hundred, but only a handful of kinds of them: each kind is drawn once
for the page by its template, with marks in the place of what is an entry's own, and cut there; an entry is then its
pieces with its own between them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from participation.core.templatetags.spoken import lang
from participation.topics.models import Topic

if TYPE_CHECKING:
    from .nodes import Node

NUMBER = "987654321012345678"  # stands in the place of an entry's own, in addresses too
OWN = re.compile(rf"\ue000(\w+)\ue001|({NUMBER})")  # in characters for private use, which no word of ours holds


def mark(name: str) -> SafeString:
    return mark_safe(f"\ue000{name}\ue001")


@dataclass(frozen=True)
class Ways:
    """The addresses of entries in the language of the page: each is looked up once, and filled in for each entry."""

    here: str
    flag: str
    hide: str
    appreciate: str
    unappreciate: str

    @classmethod
    def now(cls) -> Ways:
        names = "discussion:permalink moderation:flag_entry flags:entry discussion:appreciate discussion:unappreciate"
        return cls(*(reverse(name, args=[int(NUMBER)]) for name in names.split()))

    def of(self, number: str) -> Ways:
        return Ways(*(way.replace(NUMBER, number) for way in vars(self).values()))

    def press(self, *, appreciated: bool) -> str:
        return self.unappreciate if appreciated else self.appreciate


@dataclass(frozen=True)
class Kind:
    """What decides how an ordinary entry is drawn, beside what is its own."""

    reply: bool
    edit: bool
    delete: bool
    appreciate: bool
    appreciated: bool
    moderate: bool
    appreciations: int
    by_topic_author: bool
    answers_somebody: bool
    is_answered: bool


class StandIn:
    """What the template reads in the place of a node."""

    number = NUMBER
    name, addressee, day, words = (mark(name) for name in ["name", "addressee", "day", "words"])
    look, more, edited_at = "", 0, None

    def __init__(self, kind: Kind, ways: Ways) -> None:
        vars(self).update(vars(kind))
        self.ways, self.press_url = ways, ways.press(appreciated=kind.appreciated)
        self.to_name = mark("to_name") if kind.answers_somebody else ""
        self.answers = mark("answers") if kind.is_answered else ""


class Drawing:
    """The entries of one page, in its language and for its reader."""

    def __init__(self, topic: Topic) -> None:
        self.ways, self.say = Ways.now(), words_of(topic)
        self.cut: dict[Kind, list[str]] = {}

    def of(self, node: Node) -> SafeString:
        if not node.is_ordinary:
            return self._drawn(node)
        kind = node.kind
        pieces = self.cut.get(kind)
        if pieces is None:
            pieces = self.cut[kind] = self._cut(kind)
        own = {
            NUMBER: node.number,
            "name": escape(node.name),
            "addressee": escape(node.addressee),
            "to_name": escape(node.to_name),
            "day": node.day,
            "words": node.words,
            "answers": node.answers,
        }
        # Every other piece is the name of what is the entry's own.
        return mark_safe("".join(own[piece] if place % 2 else piece for place, piece in enumerate(pieces)))

    def _cut(self, kind: Kind) -> list[str]:
        found = OWN.split(self._drawn(StandIn(kind, self.ways)))
        return [part for part in found if part is not None]

    def _drawn(self, node: Node | StandIn) -> SafeString:
        return render_to_string("discussion/_entry.html", {"node": node, "say": self.say})


def words_of(topic: Topic) -> dict[str, str]:
    """What stands on the buttons of every entry, and beside its name."""
    by_author = _(", som skrev idén") if topic.kind == Topic.Kind.IDEA else _(", som skrev förslaget")
    return {
        "reply": _("Svara"),
        "edit": _("Ändra"),
        "delete": _("Ta bort"),
        "flag": _("Anmäl inlägget"),
        "hide": _("Granska"),
        "appreciate": _("Uppskatta"),
        "topic_author": by_author,
        "lang": lang(),
    }
