"""Ideas that resemble what somebody reads or writes. They inform; nothing depends on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from participation.topics.likeness import alike
from participation.topics.models import Topic
from participation.topics.question import question

if TYPE_CHECKING:
    from participation.places.models import Municipality

FEW = 4
CLOSE = 0.12  # of what the text says: see docs/search.md
SHORTEST = 4  # letters: less says nothing


def similar_to(words: str, *, municipality: Municipality, but: int | None = None, most: int = FEW) -> list[Topic]:
    """Public ideas of the municipality that share words with `words`, closest first; `but` is left out."""
    if len(words.strip()) < SHORTEST:
        return []
    topics = Topic.objects.public().of_kind(Topic.Kind.IDEA).filter(words__municipality=municipality)
    close = [found.topic for found in alike(topics, question(words)) if found.share >= CLOSE]
    return [topic for topic in close if topic.pk != but][:most]
