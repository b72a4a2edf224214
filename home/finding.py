"""What is found in all that is public: topics, entries in their threads, and the region's own pages."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

from participation.discussion import search as discussion
from participation.discussion.models import Comment
from participation.topics import search as topics
from participation.topics.dots import FEW
from participation.topics.models import Topic
from participation.topics.search import MOST_RANKED, Hit, and_then, best, weigh
from participation.topics.stems import stems

from .models import PageWords

if TYPE_CHECKING:
    from participation.discussion.querysets import EntryQuerySet
    from participation.places.models import Municipality
    from participation.topics.querysets import TopicQuerySet
    from participation.topics.question import Question

ENTRY = discussion.ENTRY
REGION_PAGE = "region"  # what a hit says it is; for people it is a page among pages
MOST_PAGES = 100


@dataclass(frozen=True)
class Found:
    """`counts` of each kind are exact; a kind of which not all was read has none. `asked` is what was answered."""

    asked: Question
    hits: list[Hit] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    are_few: bool = True  # of all kinds together


def public_topics(municipality: Municipality | None) -> TopicQuerySet:
    return _of(Topic.objects.public(), municipality)


def public_entries(municipality: Municipality | None) -> EntryQuerySet:
    return _of(Comment.objects.filter(topic__in=Topic.objects.public()).shown(), municipality)


def _of(rows: Any, municipality: Municipality | None) -> Any:
    """By the municipality that the words themselves hold: see `topics.words`."""
    return rows if municipality is None else rows.filter(words__municipality=municipality)


def find(asked: Question, municipality: Municipality | None, kind: str = "") -> Found:
    """At most four queries: topics, entries, pages of the region, and the kind again where not all was read. Where
    few are found, of whatever kind, as many again: see `Question.with_dots`."""
    found = _find(asked, municipality, kind)
    dotted = asked.with_dots() if found.are_few else None
    if not dotted:
        return found
    more = _find(dotted, municipality, kind)
    return replace(more, hits=and_then(found.hits, more.hits))


def _find(asked: Question, municipality: Municipality | None, kind: str) -> Found:
    if not asked:
        return Found(asked)
    of_topics = topics.hits_among(public_topics(municipality), asked, most=MOST_RANKED)
    of_entries = discussion.hits_among(public_entries(municipality), asked)
    of_region = region_pages(asked) if municipality is None else []
    found = [*of_topics, *of_entries, *of_region]
    read = set(Topic.Kind.values) if len(of_topics) < MOST_RANKED else set()
    if not read and kind in Topic.Kind.values:
        of_kind = topics.hits_among(public_topics(municipality).of_kind(kind), asked)
        found = [*of_kind, *of_entries, *of_region]
        read |= {kind} if len(of_kind) < MOST_RANKED else set()
    if len(of_entries) < MOST_RANKED:
        read.add(ENTRY)
    if len(of_region) == MOST_PAGES:
        read.discard(Topic.Kind.PAGE)
    number = Counter(map(kind_of, found))
    hits = [hit for hit in best(found) if not kind or kind_of(hit) == kind]
    return Found(asked, hits, {one: number[one] for one in read}, are_few=max(len(found), len(of_topics)) < FEW)


def kind_of(hit: Hit) -> str:
    return Topic.Kind.PAGE if hit.kind == REGION_PAGE else hit.kind


def region_pages(asked: Question) -> list[Hit]:
    """Those in the language that is read."""
    found = PageWords.objects.holding(asked).filter(page__live=True, page__locale__language_code=get_language())
    rows = found.order_by("-at", "-pk").values_list("pk", "page__title", "at", "stems")[:MOST_PAGES]
    return [Hit(pk, weigh(asked, stems(title), text), at, REGION_PAGE) for pk, title, at, text in rows]
