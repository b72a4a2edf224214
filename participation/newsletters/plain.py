"""An editor's text as plain text: for mail programs that show no HTML, and people who want none."""

from __future__ import annotations

from html.parser import HTMLParser
from textwrap import fill

BREAKS = {"p", "h2", "h3", "h4", "ul", "ol"}
WIDTH = 76


class Plain(HTMLParser):
    """Paragraphs apart, points with a dash or a number, links with their address after their words."""

    def __init__(self) -> None:
        super().__init__()
        self.paragraphs: list[str] = [""]
        self._lists: list[int | None] = []  # the last number of each list that is open; None for dashes
        self._address = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BREAKS:
            self.paragraphs.append("")
        if tag in ("ul", "ol"):
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self.paragraphs.append(self._point())
        elif tag == "br":
            self.paragraphs[-1] += "\n"
        elif tag == "a":
            self._address = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._address:
            self.paragraphs[-1] += f" ({self._address})"
            self._address = ""
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
            self.paragraphs.append("")

    def handle_data(self, data: str) -> None:
        self.paragraphs[-1] += data

    def _point(self) -> str:
        if not self._lists or self._lists[-1] is None:
            return "- "
        self._lists[-1] += 1
        return f"{self._lists[-1]}. "


def plain(html: str) -> str:
    reader = Plain()
    reader.feed(html)
    reader.close()
    return "\n\n".join(wrapped(text) for text in reader.paragraphs if text.strip())


def wrapped(text: str) -> str:
    lines = (fill(line, WIDTH, break_long_words=False, break_on_hyphens=False) for line in text.strip().splitlines())
    return "\n".join(lines)
