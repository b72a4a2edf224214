"""How what was found reads in the list of hits: the row of a list, with the words of the question marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from participation.topics.excerpts import excerpt
from participation.topics.models import Topic
from participation.topics.words_elsewhere import names_of

from .finding import ENTRY, REGION_PAGE, public_entries, public_topics
from .menus import address_of
from .models import PageWords
from .rows import Row, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from participation.topics.question import Question
    from participation.topics.search import Hit

UNSHOWN = ("stems", "title_stems")
SHOWN_OF_AN_ENTRY = (
    *("comment", "user_name", "topic__title", "topic__kind", "topic__path"),
    *("author__display_name", "author__home__name", "department__name"),
)


def rows_of_hits(hits: Iterable[Hit], asked: Question) -> list[Row]:
    """In the order of the hits, in at most five queries. What is no longer public is left out."""
    hits = list(hits)
    keys: dict[str, list[int]] = {ENTRY: [], REGION_PAGE: [], "": []}
    for hit in hits:
        keys.get(hit.kind, keys[""]).append(hit.pk)
    rows = {
        **_of_topics(keys[""], asked),
        **_of_entries(keys[ENTRY], asked),
        **_of_region_pages(keys[REGION_PAGE], asked),
    }
    places = [(hit.kind if hit.kind in (ENTRY, REGION_PAGE) else "", hit.pk) for hit in hits]
    return [rows[place] for place in places if place in rows]


def _of_topics(keys: list[int], asked: Question) -> dict[tuple[str, int], Row]:
    if not keys:
        return {}
    topics = public_topics(None).filter(pk__in=keys).select_related("idea", "answer").defer(*UNSHOWN, "idea__text")
    found = list(topics)
    rows = rows_of(found)
    for topic, row in zip(found, rows, strict=True):
        if asked:
            # A proposal's words to be searched are those of its pages in all languages.
            text = "" if topic.kind == Topic.Kind.PROPOSAL else topic.search_text
            row.excerpt = excerpt(asked, row.excerpt, text)
    return {("", topic.pk): row for topic, row in zip(found, rows, strict=True)}


def _of_entries(keys: list[int], asked: Question) -> dict[tuple[str, int], Row]:
    if not keys:
        return {}
    found = public_entries(None).filter(pk__in=keys).select_related("topic", "author__home", "department")
    entries = found.only(*SHOWN_OF_AN_ENTRY)
    names = names_of(entry.topic for entry in entries)
    return {
        (ENTRY, entry.pk): Row(
            title=names[entry.topic_id].title,
            url=reverse("discussion:permalink", args=[entry.pk]),
            kind=entry.byline if entry.is_official else _("Inlägg av %(who)s") % {"who": entry.byline},
            excerpt=excerpt(asked, entry.comment),
            language=names[entry.topic_id].language,
            excerpt_language=settings.LANGUAGE_CODE,
        )
        for entry in entries
    }


def _of_region_pages(keys: list[int], asked: Question) -> dict[tuple[str, int], Row]:
    if not keys:
        return {}
    label = str(Topic.Kind.PAGE.label)
    found = PageWords.objects.filter(pk__in=keys, page__live=True).select_related("page")
    return {
        (REGION_PAGE, words.pk): Row(words.page.title, address_of(words.page), label, excerpt(asked, words.text))
        for words in found
    }
