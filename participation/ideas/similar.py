"""Ideas that resemble what somebody reads or writes. They inform; nothing depends on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from participation.topics.models import Topic
from participation.topics.search import asked_stems, relevance, search

if TYPE_CHECKING:
    from participation.places.models import Municipality

FEW = 4
CLOSE = 8  # a word of the title, or several of the text: see `topics.search.relevance`
SHORTEST = 4  # letters: less says nothing


def similar_to(words: str, *, municipality: Municipality, but: int | None = None, most: int = FEW) -> list[Topic]:
    """Public ideas of the municipality that share words with `words`, closest first; `but` is left out."""
    if len(words.strip()) < SHORTEST:
        return []
    topics = Topic.objects.public().in_municipality(municipality).of_kind(Topic.Kind.IDEA)
    asked = asked_stems(words)
    found = search(topics, words, most * 3, any_word=True)
    return [topic for topic in found if topic.pk != but and relevance(topic, asked) >= CLOSE][:most]
