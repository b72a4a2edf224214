"""The part of a text in which the words that were asked for stand, with them marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from participation.core.words import composed

from .stems import ADDRESS, WORD

if TYPE_CHECKING:
    from .question import Question

LENGTH = 240  # characters
BEFORE = 60  # characters before the first word found
MOST_READ = 6_000

Span = tuple[int, int]


def excerpt(asked: Question, *texts: str) -> SafeString:
    """Of the first of `texts` that holds a word; else the beginning of the first that says anything. Escaped."""
    plain = [composed(" ".join(text[:MOST_READ].split())) for text in texts]
    for text in plain:
        if found := found_in(asked, text):
            return _marked(text, found, *_window(text, found))
    first = next(filter(None, plain), "")
    return _marked(first, [], *_window(first, []))


def found_in(asked: Question, text: str) -> list[Span]:
    """Where the words stand; in a web address none does, as for the index."""
    plain = ADDRESS.sub(lambda address: " " * len(address[0]), text)
    return [word.span() for word in WORD.finditer(plain) if any(term.holds(word.group()) for term in asked.terms)]


def _window(text: str, found: list[Span]) -> Span:
    """Where most of the words stand close together, from and to a whole word."""
    start = 0
    if found:
        closest = max(found, key=lambda one: (sum(one[0] <= start < one[0] + LENGTH - BEFORE for start, _ in found),
                                              -one[0]))  # fmt: skip
        start = max(closest[0] - BEFORE, 0)
        start = text.find(" ", start, closest[0]) + 1 if start else 0
    end = start + LENGTH
    return start, len(text) if end >= len(text) else max(text.rfind(" ", start, end), start + LENGTH // 2)


def _marked(text: str, found: list[Span], start: int, end: int) -> SafeString:
    pieces: list[str] = ["… " if start else ""]
    place = start
    for first, last in found:
        if start <= first and last <= end:
            pieces += [conditional_escape(text[place:first]), format_html("<mark>{}</mark>", text[first:last])]
            place = last
    pieces += [conditional_escape(text[place:end]), " …" if end < len(text) else ""]
    return mark_safe("".join(pieces))
