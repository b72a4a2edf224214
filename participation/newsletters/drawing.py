"""A letter as a receiver sees it: HTML and text for the mail, the same parts for the page in the archive."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import nh3
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

from participation.topics.models import Topic
from participation.topics.words_elsewhere import Words, words_in

from .plain import plain

if TYPE_CHECKING:
    from .models import Letter

LEAVE = "https://leave.invalid/"  # stands in a drawn letter where each receiver's own way out belongs
TAGS = {"p", "br", "b", "i", "strong", "em", "a", "ul", "ol", "li", "h3", "h4"}
WIDE = "max-1200x1600|format-jpeg"
SHOWN_WIDTH = 560


@dataclass(frozen=True)
class Card:
    kind: str
    title: str
    summary: str
    path: str
    supports: int
    comments: int
    words: str = ""

    @property
    def url(self) -> str:
        return settings.BASE_URL + self.path


@dataclass(frozen=True)
class Part:
    """One of the three: a text with or without a heading, a picture, a card."""

    heading: str = ""
    html: SafeString = field(default_factory=lambda: SafeString(""))
    text: str = ""
    picture: dict[str, Any] | None = None
    card: Card | None = None


@dataclass(frozen=True)
class Drawn:
    subject: str
    html: str
    text: str

    def to(self, leave_url: str) -> tuple[str, str]:
        """HTML and text for one receiver."""
        return self.html.replace(LEAVE, leave_url), self.text.replace(LEAVE, leave_url)


def card_rows(letter: Letter) -> dict[str, dict[str, Any]]:
    """The cards as they are now, by the path that was chosen: only what everybody may see, of the letter's own
    municipality. They say, and lead to, the page in the letter's language where there is one."""
    paths = [block.value["address"] for block in letter.body if block.block_type == "card"]
    topics = list(Topic.objects.public().filter(municipality=letter.municipality_id, path__in=paths))
    words = words_in(topics, letter.language)
    with translation.override(letter.language):
        return {
            topic.path: {
                "kind": str(topic.get_kind_display()),
                **asdict(words.get(topic.pk) or Words(topic.title, topic.summary, topic.get_absolute_url())),
                "supports": topic.supports,
                "comments": topic.comments,
            }
            for topic in topics
        }


def cards_of(letter: Letter) -> dict[str, dict[str, Any]]:
    """With the figures at sending, once it is sent. What was hidden since is left out, in whatever is drawn later."""
    now = card_rows(letter)
    if letter.started_at is None:
        return now
    return {path: row for path, row in letter.cards.items() if path in now}


def parts_of(letter: Letter) -> list[Part]:
    cards = cards_of(letter)
    parts = (_part(block, cards) for block in letter.body)
    return [part for part in parts if part is not None]


def _part(block: Any, cards: dict[str, dict[str, Any]]) -> Part | None:
    value = block.value
    if block.block_type == "text":
        html = absolute(expand_db_html(value["text"].source))
        return Part(heading=value["heading"] or "", html=html, text=plain(html))
    if block.block_type == "picture":
        return _picture(value)
    row = cards.get(value["address"])
    if row is None:
        return None
    # Letters that went out earlier kept no path of their own.
    return Part(card=Card(words=value["words"] or "", **{"path": value["address"], **row}))


def _picture(value: Any) -> Part | None:
    if value["image"] is None:  # deleted since
        return None
    made = value["image"].get_rendition(WIDE)
    width = min(made.width, SHOWN_WIDTH)
    picture = {
        "url": settings.BASE_URL + made.url,
        "width": width,
        "height": round(made.height * width / made.width),
        "alt": value["alt"],
        "caption": value["caption"] or "",
    }
    return Part(picture=picture)


def absolute(html: str) -> SafeString:
    """A mail has no address of its own: links within the site get the site's."""

    def with_host(tag: str, name: str, value: str) -> str:
        return settings.BASE_URL + value if value.startswith("/") and not value.startswith("//") else value

    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        attribute_filter=with_host,
        link_rel=None,
        url_schemes={"http", "https", "mailto", "tel"},
    )
    return mark_safe(clean)


def draw(letter: Letter) -> Drawn:
    """Once for all receivers: what differs between them is where LEAVE stands."""
    place = letter.municipality
    with translation.override(letter.language):
        context = {
            "letter": letter,
            "municipality": place,
            "parts": parts_of(letter),
            "language": letter.language,
            "leave_url": LEAVE,
            "web_url": settings.BASE_URL + reverse("newsletters:letter", args=[place.code, letter.pk]),
            "archive_url": settings.BASE_URL + reverse("newsletters:archive", args=[place.code]),
            "settings_url": settings.BASE_URL + reverse("accounts:settings"),
        }
        html = render_to_string("emails/newsletters/letter.html", context)
        text = render_to_string("emails/newsletters/letter.txt", context)
    return Drawn(letter.subject, html, _tidy(text))


def _tidy(text: str) -> str:
    """No more than one empty line in a row: parts that are left out leave none behind."""
    lines: list[str] = []
    for line in text.splitlines():
        if line.strip() or (lines and lines[-1].strip()):
            lines.append(line.rstrip())
    return "\n".join(lines).strip() + "\n"
