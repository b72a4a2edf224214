"""The buttons below an entry.

A page draws some sixty entries, a long branch a hundred, but only a handful of different rows of buttons: each is drawn
once for the page, by its template, and filled in for each entry.
"""

from __future__ import annotations

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

NUMBER = "987654321012345678"  # stands in the place of an entry's own
NAME = "\ue000"  # and this of a name: a character for private use, which no word of ours holds


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


@dataclass(frozen=True)
class Row:
    """What the template reads in the place of a node: the same, with stand-ins for what is an entry's own."""

    ways: Ways
    reply: bool
    edit: bool
    delete: bool
    appreciate: bool
    appreciated: bool
    moderate: bool
    appreciations: int
    number: str = NUMBER
    addressee: str = NAME

    @property
    def press_url(self) -> str:
        return self.ways.unappreciate if self.appreciated else self.ways.appreciate


class Buttons:
    """Those of one page, in its language and for its reader."""

    def __init__(self, topic: Topic) -> None:
        self.ways, self.say = Ways.now(), words_of(topic)
        self.drawn: dict[tuple[int, ...], str] = {}

    def below(self, node: Node) -> SafeString:
        kind = (*node.may, node.appreciations)
        drawn = self.drawn.get(kind)
        if drawn is None:
            row = Row(self.ways, *node.may, node.appreciations)
            drawn = self.drawn[kind] = render_to_string("discussion/_acts.html", {"node": row, "say": self.say})
        # The number first: a name may hold whatever its owner likes, and nothing is filled in there.
        return mark_safe(drawn.replace(NUMBER, node.number).replace(NAME, escape(node.addressee)))


def words_of(topic: Topic) -> dict[str, str]:
    """What stands on the buttons of every entry, and beside its name."""
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
