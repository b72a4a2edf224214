"""Find topics by words: the same hits and the same order on both databases.

A question takes the newest rows that hold its words, a bounded number, and ranks those here. What is found is
decided by the queryset that the caller gives, which is where visibility stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .dots import FEW
from .question import Question, apart, question
from .words import newest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from .models import Topic
    from .querysets import TopicQuerySet

MOST_RANKED = 250  # the newest hits; beyond them nobody reads on
IN_TITLE = 4  # how much more a word weighs in the title than in the text


@dataclass(frozen=True)
class Hit:
    """What was found, before its row is read."""

    pk: int
    weight: int
    at: datetime
    kind: str

    @property
    def order(self) -> tuple[int, datetime, int]:
        return self.weight, self.at, self.pk


def search(topics: TopicQuerySet, words: str, limit: int = 200, *, any_word: bool = False) -> list[Topic]:
    """Those of `topics` that hold all of `words` (or, with `any_word`, one of them), best first.

    A word finds its other forms and longer words that begin with it: "skolor" finds "skola",
    "cykel" finds "cykelväg". Where few are found, "forskola" finds "förskola" after them.
    """
    asked, most = question(words, any_word=any_word), max(limit, MOST_RANKED)
    hits = hits_among(topics, asked, most=most)
    if len(hits) < FEW:
        hits = and_then(hits, hits_among(topics, asked.with_dots(), most=most))
    hits = hits[:limit]
    found = topics.order_by().in_bulk([hit.pk for hit in hits]) if hits else {}
    return [found[hit.pk] for hit in hits if hit.pk in found]


def hits_among(topics: TopicQuerySet, asked: Question, *, most: int = MOST_RANKED) -> list[Hit]:
    """The newest `most` of `topics` that answer the question, best first."""
    if not asked:
        return []
    told = ("pk", "kind", "words__at", "title_stems", "words__stems")
    rows = newest(topics, asked, told, most=most)
    return best(Hit(pk, weigh(asked, title, text), at, kind) for pk, kind, at, title, text in rows)


def best(hits: Iterable[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: hit.order, reverse=True)


def and_then(first: list[Hit], more: list[Hit]) -> list[Hit]:
    """What holds the words as they were typed, and after it what may have been meant."""
    there = {(hit.kind, hit.pk) for hit in first}
    return [*first, *(hit for hit in more if (hit.kind, hit.pk) not in there)]


def weigh(asked: Question, title: str, text: str) -> int:
    """A word in the title weighs more than one in the text, the word itself more than the beginning of a longer."""
    in_title, in_text = apart(title), apart(text)
    return sum(max(term.weight(in_title) * IN_TITLE, term.weight(in_text)) for term in asked.terms)
