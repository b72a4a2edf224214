from __future__ import annotations

from collections.abc import Iterator

from participation.topics.word_checks import register_words

from .findability import words_of
from .models import PageWords, StandardPage
from .tree_checks import register_trees


def words_of_the_region() -> Iterator[PageWords]:
    for page in StandardPage.objects.live().filter(municipality=None):
        yield words_of(page)


register_words(PageWords, words_of_the_region)
register_trees()
