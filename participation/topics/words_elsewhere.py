"""Topics in the words of a page that speaks another language. An app above registers its kind in its
`AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import lazy
from django.utils.translation import get_language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .models import Topic


@dataclass(frozen=True)
class Words:
    title: str
    summary: str
    path: str


@dataclass(frozen=True)
class Name:
    title: str
    language: str


# Given topics and a language: the words of those that have a live page in it, by the topic's number.
Finder = Callable[[list["Topic"], str], dict[int, Words]]

_finders: list[Finder] = []


def register(finder: Finder) -> None:
    if finder not in _finders:
        _finders.append(finder)


def words_in(topics: list[Topic], language: str) -> dict[int, Words]:
    return {key: words for finder in _finders for key, words in finder(topics, language).items()}


def names_of(topics: Iterable[Topic]) -> dict[int, Name]:
    """What each is called for whoever reads this page or mail: in their language where a page speaks it, else as it
    was written. No question where all are written in it; else one for each sort of page among them."""
    topics, language = list(topics), get_language() or ""
    words = words_in([topic for topic in topics if topic.language != language], language)
    names = {topic.pk: Name(topic.title, topic.language) for topic in topics}
    return names | {key: Name(found.title, language) for key, found in words.items()}


def name_of(topic: Topic) -> Name:
    return names_of([topic])[topic.pk]


def title_told(topic: Topic) -> str:
    """For sentences that are told to many, each in their language: read when the sentence is."""
    return lazy(lambda: name_of(topic).title, str)()
