"""Topics in the words of a page that speaks a letter's language. An app above registers its kind in its
`AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from participation.topics.models import Topic


@dataclass(frozen=True)
class Words:
    title: str
    summary: str
    path: str


# Given topics and a language: the words of those that have a live page in it, by the topic's number.
Finder = Callable[[list["Topic"], str], dict[int, Words]]

_finders: list[Finder] = []


def register(finder: Finder) -> None:
    if finder not in _finders:
        _finders.append(finder)


def words_in(topics: list[Topic], language: str) -> dict[int, Words]:
    return {key: words for finder in _finders for key, words in finder(topics, language).items()}
