"""Other people's words as plain text that every database and every feed can hold."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from participation.core.words import composed, without_unseen

BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*\n")
PARAGRAPHS = frozenset(("p", "div", "ul", "ol", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "pre"))
UNSEEN = frozenset(("script", "style", "template", "head"))


def clean(text: str) -> str:
    """Without control characters, each letter in one piece, one kind of line end, at most one blank line in a row."""
    text = composed(without_unseen(text.replace("\0", "")))
    return BLANK_LINES.sub("\n\n", text).strip()


def line(text: str) -> str:
    return " ".join(clean(text).split())


def shortened(text: str, most: int) -> str:
    """As many whole words as there is room for, with … ; the text itself where it fits."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    whole = cut.rpartition(" ")[0] or cut
    return (whole if len(whole) > most // 2 else cut).rstrip(" ,.;:–-\n") + "…"


def from_html(text: str) -> str:
    """The words of a platform that stores HTML. Nothing of it is kept as HTML."""
    reader = _Words()
    reader.feed(text)
    reader.close()
    return clean("".join(reader.parts))


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in UNSEEN:
            self.unseen += 1
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "li":
            self.parts.append("\n– ")
        elif tag in PARAGRAPHS:
            self.parts.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN:
            self.unseen = max(self.unseen - 1, 0)
        elif tag in PARAGRAPHS:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.parts.append(data)
