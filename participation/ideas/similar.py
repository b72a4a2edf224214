"""Ideas that resemble what somebody reads or writes. They inform; nothing depends on them."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from zlib import crc32

from django.core.cache import caches

from participation.topics.likeness import alike
from participation.topics.models import Topic
from participation.topics.question import MOST_READ, question
from participation.topics.stems import words_in

if TYPE_CHECKING:
    from participation.places.models import Municipality

log = logging.getLogger(__name__)
FEW = 4
CLOSE = 0.16  # of what the text says: see docs/search.md
WORTH = 600  # seconds
SHORTEST = 4  # letters: less says nothing
# How an idea wants something, not what: a match on these alone is none. Many ideas of a small municipality say them,
# and yet too few for their number to tell.
HOW = "fler flera flest mer mera bättre bra ny nya nytt större säkrare gärna borde"
VAGUE = frozenset(HOW.split())


def similar_to(words: str, *, municipality: Municipality, but: int | None = None, most: int = FEW) -> list[Topic]:
    """Public ideas of the municipality that share words with `words`, closest first; `but` is left out."""
    if len(words.strip()) < SHORTEST:
        return []
    try:
        close = _close(words, municipality)
    except Exception as error:  # whatever is wrong with the search, a person goes on writing
        log.warning("similar ideas could not be looked for: %s", type(error).__name__)
        return []
    return [topic for topic in close if topic.pk != but][:most]


def similar_to_idea(topic: Topic, *, most: int = FEW) -> list[Topic]:
    """Of an idea that is read: worked out anew every ten minutes in each process, for it reads hundreds of topics.

    What is hidden meanwhile is not shown: whether they may be seen is asked each time.
    """
    kept, key = caches["local"], f"ideas.similar.{topic.pk}.{crc32(topic.title.encode())}"
    keys = kept.get(key)
    if keys is None:
        keys = [found.pk for found in similar_to(topic.title, municipality=topic.municipality, but=topic.pk, most=most)]
        kept.set(key, keys, WORTH)
    rows = Topic.objects.public().defer("search_text", "stems", "title_stems").in_bulk(keys) if keys else {}
    return [rows[key] for key in keys if key in rows]


def _close(words: str, municipality: Municipality) -> list[Topic]:
    topics = Topic.objects.public().of_kind(Topic.Kind.IDEA).filter(words__municipality=municipality)
    return [found.topic for found in alike(topics, question(_telling(words))) if found.share >= CLOSE]


def _telling(words: str) -> str:
    """All of it where nothing else is said."""
    return " ".join(word for word in words_in(words, limit=MOST_READ) if word not in VAGUE) or words
