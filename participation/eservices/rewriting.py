"""The second pass of the sanitiser: from what an editor pasted to what she meant."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

SAME = {"b": "strong", "i": "em"}
INLINE = {"a", "strong", "em"}
LISTS = {"ul", "ol"}
BREAKS = {"p", "div", "table", "tr", "blockquote", "section", "article", "h1", "h2", "h3", "h4", "h5", "h6"}
BULLET = re.compile(r"^\s*[•·▪‣]\s*")
WORDS_BULLETS = re.compile(r"[\uf0b7\uf0a7\uf076]")  # from the private use area of Word's symbol font
UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
DEEPEST = 6  # nobody means more; and a text of nothing but tags must not cost more than it is worth
EMPTY_INLINE = re.compile(r"<(strong|em|a)(?: [^>]*)?>(\s*)</\1>")


def without_unseen(text: str) -> str:
    """Control characters, lone surrogates and marks that turn the direction of text round are nobody's words."""
    return WORDS_BULLETS.sub("•", UNSEEN.sub("", text))


class Rewriter(HTMLParser):
    """Reads the well-formed output of nh3 (never raw input) and writes blocks.

    Inline text gathers in a buffer; whatever ends a block flushes it, closing the inline tags that are open
    and opening them again in the next block.
    """

    def __init__(self, *, levels: list[int]) -> None:
        super().__init__(convert_charrefs=True)
        self.levels = levels
        self.level = 2  # the page's own sections are h2
        self.blocks: list[tuple[str, str]] = []
        self.buffer: list[str] = []
        self.inline: list[tuple[str, str]] = []
        self.lists: list[str] = []
        self.block = "p"
        self.row = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = SAME.get(tag, tag)
        if tag == "br":
            self.buffer.append("<br>")
        elif tag in INLINE:
            self.open_inline(tag, dict(attrs).get("href"))
        elif tag in LISTS:
            self.flush()
            self.lists.append(tag)
        elif tag == "li":
            self.flush()
            self.block = "p"
        elif tag in {"td", "th"}:
            self.buffer.append(" – " if "".join(self.buffer).strip() else "")
        elif tag in BREAKS:
            self.row = tag == "tr" or (self.row and tag != "table")
            self.part(tag)

    def handle_endtag(self, tag: str) -> None:
        tag = SAME.get(tag, tag)
        if tag in INLINE:
            self.close_inline(tag)
        elif tag in LISTS:
            self.flush()
            self.lists = self.lists[:-1]
            self.block = "p"
        elif tag == "li":
            self.flush()
        elif tag in BREAKS:
            self.part("p" if tag != "tr" else tag)
            self.row = self.row and tag != "tr"

    def handle_data(self, data: str) -> None:
        self.buffer.append(escape(re.sub(r"\s+", " ", without_unseen(data)), quote=False))

    def part(self, tag: str) -> None:
        """A paragraph in a list item or a table row stays there; elsewhere it is a block of its own."""
        if self.row and tag != "tr":
            self.buffer.append(" ")
            return
        if self.lists:
            self.buffer.append("<br>")
            return
        self.flush()
        self.block = tag if tag in {"h1", "h2", "h3", "h4", "h5", "h6"} else "p"

    def open_inline(self, tag: str, href: str | None) -> None:
        if (tag == "a" and not href) or len(self.inline) >= DEEPEST:
            return
        start = f'<a href="{escape(href or "")}">' if tag == "a" else f"<{tag}>"
        self.inline.append((tag, start))
        self.buffer.append(start)

    def close_inline(self, tag: str) -> None:
        if tag not in {name for name, _start in self.inline}:
            return
        while self.inline:
            name, _start = self.inline.pop()
            self.buffer.append(f"</{name}>")
            if name == tag:
                return

    def flush(self) -> None:
        text = "".join(self.buffer) + "".join(f"</{name}>" for name, _start in reversed(self.inline))
        self.buffer = [start for _name, start in self.inline]
        whole = self.block != "p" or self.lists or self.inline
        for piece in [text] if whole else re.split(r"<br>(?:\s*<br>)+", text):
            self.add(tidy(piece))

    def add(self, text: str) -> None:
        if not re.sub(r"<[^>]*>|[\s\u00a0•·-]", "", text):
            return
        if self.lists:
            self.blocks.append(("/".join(self.lists[:DEEPEST]), text))
        elif self.block == "p":
            self.blocks += paragraphs(text)
        else:
            self.blocks.append((self.heading(), re.sub(r"</?(?:strong|em)>", "", text).strip()))

    def heading(self) -> str:
        """The highest level in the text becomes h3, and no level is skipped on the way down."""
        wanted = 3 + self.levels.index(int(self.block[1]))
        self.level = min(wanted, self.level + 1, 6)
        return f"h{self.level}"

    def result(self) -> str:
        self.flush()
        out: list[str] = []
        path: list[str] = []
        for kind, text in self.blocks:
            wanted = kind.split("/") if kind.startswith(("ul", "ol")) else []
            move(out, path, wanted)
            out.append(f"<li>{text}" if wanted else f"<{kind}>{text}</{kind}>")
        move(out, path, [])
        return "".join(out)


def paragraphs(text: str) -> list[tuple[str, str]]:
    """A paragraph as it is, or, where lines of it begin with a typed bullet, as the list that was meant."""
    lines = text.split("<br>")
    if any(line.count("</") * 2 != line.count("<") for line in lines):
        return [("p", text)]  # emphasis runs over the line's end
    blocks: list[tuple[str, str]] = []
    for line in lines:
        if BULLET.match(line):
            blocks.append(("ul", BULLET.sub("", line)))
        elif blocks and blocks[-1][0] == "p":
            blocks[-1] = ("p", f"{blocks[-1][1]}<br>{line}")
        else:
            blocks.append(("p", line))
    return blocks


def move(out: list[str], path: list[str], wanted: list[str]) -> None:
    """Close and open lists until we stand where the next item belongs. An item stays open for a list inside it."""
    while path and (len(path) > len(wanted) or path != wanted[: len(path)]):
        out.append(f"</li></{path.pop()}>")
    if path and path == wanted:
        out.append("</li>")
    for name in wanted[len(path) :]:
        # A list that begins two levels deep has no item above it to stand in.
        out.append(f"<{name}>" if len(path) + 1 == len(wanted) else f"<{name}><li>")
        path.append(name)


def tidy(text: str) -> str:
    """No empty emphasis, no breaks at either end, one space where there were many."""
    for _layer in range(DEEPEST):
        text = EMPTY_INLINE.sub(r"\2", text)
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"\s*(?:<br>\s*)+", "<br>", text)
    return re.sub(r"^(?:<br>)+|(?:<br>)+$", "", text)
