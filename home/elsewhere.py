"""News and other pages in another language: the words and the address of the page in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from participation.topics.words_elsewhere import Words

from .menus import path_below_root, prefix
from .models import NewsPage, StandardPage

if TYPE_CHECKING:
    from participation.topics.models import Topic


def words_of(topics: list[Topic], language: str) -> dict[int, Words]:
    found: dict[int, Words] = {}
    for model in (NewsPage, StandardPage):
        wanted = [topic.pk for topic in topics if topic.kind == model.topic_kind]
        if not wanted:
            continue
        for page in model.objects.live().filter(topic__in=wanted, locale__language_code=language).defer("body"):
            path = prefix(language).rstrip("/") + path_below_root(page.url_path)
            found[page.topic_id] = Words(page.title, page.summary_for_search[:300], path)
    return found
