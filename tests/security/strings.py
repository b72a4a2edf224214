"""The strings of ../shared/data/security, and what a browser would make of a page that holds them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

NUL = "\0"
ADDRESSES = {"href", "src", "action", "formaction", "srcset", "content", "hx-get", "hx-post", "poster", "data"}
VOID = {"br", "hr", "img", "input", "link", "meta", "source", "wbr", "area", "base", "col", "embed", "track", "path"}


def all_strings(data: Path) -> list[str]:
    """Each once, in the order of the files."""
    folder = data / "security"
    lines = (folder / "xss-payloads.txt").read_text(errors="replace").split("\n")
    cells = (folder / "csv-payload.txt").read_text().split("\n")
    cases = [case["input"] for case in json.loads((folder / "html5lib_sanitizer_tests1.json").read_text())]
    naughty = json.loads((folder / "blns.json").read_text())
    templates = ["{{7*7}}", "{% debug %}", "{{ request.user.email }}", "{% csrf_token %}", "${7*7}", "#{7*7}"]
    controls = [
        "rad\u0001med\u001bstyr\u0008tecken",
        "a\ufffeb\uffffc",
        "\u202ebaklänges",
        "rad1\r\nBcc: x@example.com",
    ]
    found = [*lines, *cells, *cases, *naughty, *templates, *controls]
    return list(dict.fromkeys(text for text in found if text.strip() and NUL not in text))


def one_line(text: str) -> str:
    """What remains where line breaks and runs of spaces mean nothing."""
    return " ".join(text.split())


def chunks(texts: list[str], most: int, joint: str = " ⁂ ") -> Iterator[list[str]]:
    """As many as fit in a field of `most` characters, joined."""
    kept: list[str] = []
    length = 0
    for text in texts:
        if len(text) > most:
            continue
        if kept and length + len(joint) + len(text) > most:
            yield kept
            kept, length = [], 0
        length += len(text) + (len(joint) if kept else 0)
        kept.append(text)
    if kept:
        yield kept


class Page(HTMLParser):
    """The elements, their attributes by name, and where addresses lead; and the words, as a reader sees them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.schemes: list[str] = []
        self.values: list[str] = []
        self.pieces: list[str] = []
        self.others: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(name for name, _value in attrs)))
        for name, value in attrs:
            self.values.append(value or "")
            if name in ADDRESSES and (scheme := re.match(r"\s*([a-zA-Z][\w+.-]*):", value or "")):
                self.schemes.append(scheme[1].lower())

    def handle_endtag(self, tag: str) -> None:
        self.elements.append((f"/{tag}", ()))

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_decl(self, decl: str) -> None:
        self.others.append(decl)

    def unknown_decl(self, data: str) -> None:
        self.others.append(data)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)

    @property
    def words(self) -> str:
        return one_line("".join(self.pieces))

    @property
    def shape(self) -> tuple[object, ...]:
        return (self.elements, [scheme for scheme in self.schemes if scheme not in ("http", "https")], self.others)


@lru_cache(maxsize=4)
def _control(html: str) -> Page:
    return Page(html)


def assert_harmless(hostile: str, benign: str, texts: list[str]) -> None:
    """The same elements and attributes as with harmless words, and the words as they were written."""
    page, control = Page(hostile), _control(benign)
    for place, (found, expected) in enumerate(zip(page.elements, control.elements, strict=False)):
        assert found == expected, f"at {place}: {page.elements[max(0, place - 5) : place + 5]}"
    assert page.shape == control.shape
    shown = page.words + " " + " ".join(one_line(value) for value in page.values)
    missing = [text for text in texts if one_line(text) not in shown]
    assert missing == []
