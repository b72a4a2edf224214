"""A proposal in another language: the words and the address of its page in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import translation

from participation.topics.words_elsewhere import Words

from .shown import pages_of

if TYPE_CHECKING:
    from participation.topics.models import Topic


def words_of(topics: list[Topic], language: str) -> dict[int, Words]:
    with translation.override(language):
        pages = pages_of(topics)
    own = {key: page for key, page in pages.items() if page.locale.language_code == language}
    return {key: Words(page.title, page.summary, page.get_url_parts()[2]) for key, page in own.items()}
