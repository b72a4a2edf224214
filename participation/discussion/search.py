"""Find entries by words, as `topics.search` finds topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from participation.topics.search import MOST_RANKED, Hit, best, weigh
from participation.topics.words import newest

if TYPE_CHECKING:
    from participation.topics.question import Question

    from .querysets import EntryQuerySet

ENTRY = "entry"


def hits_among(entries: EntryQuerySet, asked: Question) -> list[Hit]:
    """The newest MOST_RANKED of `entries` that are shown and answer the question, best first."""
    if not asked:
        return []
    rows = newest(entries.shown(), asked, ("pk", "words__at", "words__stems"), most=MOST_RANKED)
    return best(Hit(pk, weigh(asked, "", text), at, ENTRY) for pk, at, text in rows)
