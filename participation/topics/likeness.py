"""What resembles a text. Rare words say most; a word that many have is no reason to read them all."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

from django.db.models import Value

from .patience import rows_within
from .question import Question, Term, apart

if TYPE_CHECKING:
    from .models import Topic
    from .querysets import TopicQuerySet

MOST_OF_A_WORD = 300  # topics read for each word of the text
PATIENCE = 1_000  # milliseconds
MOST_COMPARED = 60
IN_TITLE = 3


@dataclass(frozen=True)
class Likeness:
    """`share`: how much of what the text says, rare words weighing more, the topic says too; from 0 to 1."""

    topic: Topic
    share: float


def alike(topics: TopicQuerySet, asked: Question) -> list[Likeness]:
    """Those of `topics` that share the most telling words, closest first. Two queries, whatever there is.

    Raises DatabaseError where they take too long: whoever writes does not wait for this.
    """
    if not asked:
        return []
    found = _topics_of_each(topics, asked)
    weights = [_weight(len(found[place])) for place in range(len(asked.terms))]
    closest = _closest(found, weights)
    rows = topics.order_by().defer("search_text").in_bulk(closest) if closest else {}
    likenesses = [Likeness(topic, _share(topic, asked.terms, weights)) for topic in rows.values()]
    return sorted(likenesses, key=lambda likeness: (likeness.share, likeness.topic.pk), reverse=True)


def _topics_of_each(topics: TopicQuerySet, asked: Question) -> dict[int, list[int]]:
    """The keys of some topics that hold each term, by the term's place; of a rare one, all of them."""
    parts, values = [], []
    for place, term in enumerate(asked.terms):
        holding = topics.order_by().filter(words__stems__hold=Question((term,)))
        sql, params = holding.values_list("pk", Value(place))[:MOST_OF_A_WORD].query.sql_with_params()
        parts.append(f"SELECT * FROM ({sql}) AS term_{place}")  # noqa: S608 - compiled by Django
        values.extend(params)
    found: dict[int, list[int]] = {place: [] for place in range(len(asked.terms))}
    for pk, place in rows_within(PATIENCE, " UNION ALL ".join(parts), values):
        found[place].append(pk)
    return found


def _weight(found: int) -> float:
    return 1 + log(MOST_OF_A_WORD / max(found, 1)) if found < MOST_OF_A_WORD else 0.5


def _closest(found: dict[int, list[int]], weights: list[float]) -> list[int]:
    scores: dict[int, float] = {}
    for place, keys in found.items():
        for pk in keys:
            scores[pk] = scores.get(pk, 0) + weights[place]
    return sorted(scores, key=lambda pk: (scores[pk], pk), reverse=True)[:MOST_COMPARED]


def _share(topic: Topic, terms: tuple[Term, ...], weights: list[float]) -> float:
    title, text = apart(topic.title_stems), apart(topic.stems)
    said = sum(
        weight * max(term.weight(title) * IN_TITLE, term.weight(text))
        for term, weight in zip(terms, weights, strict=True)
    )
    return said / (sum(weights) * IN_TITLE * 3)
