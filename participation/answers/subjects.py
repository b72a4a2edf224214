"""What can be answered. An app above registers its kind of topic in `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django.utils.functional import Promise

    from participation.topics.models import Topic

    from .models import Answer


@dataclass(frozen=True)
class Source:
    """What the answer is about, as it stands beside the form. `url` is where staff read all of it."""

    title: str
    number: str
    text: str
    url: str


@dataclass(frozen=True)
class Subject:
    """`why_not` says why a topic cannot be answered now, and nothing where it can; `away` the same of what everybody
    sees no more, in a few words. `page` is its public page with
    an answer that is not stored. `waiting` gives the topics that the municipality has promised to answer, with
    `due_on`; `resting` the numbers of those that everybody sees and nobody can answer meanwhile; `owing` of those whose
    answer's promise is still to be kept. `owner` is the department that has it."""

    kind: str
    noun: Promise
    source: Callable[[Topic], Source]
    why_not: Callable[[Topic], str]
    away: Callable[[Topic], str]
    page: Callable[[HttpRequest, Topic, Answer], HttpResponseBase]
    waiting: Callable[[], QuerySet[Any]]
    resting: Callable[[], QuerySet[Any]]
    owing: Callable[[], QuerySet[Any]]
    owner: Callable[[Topic], int | None]


_subjects: dict[str, Subject] = {}


def register(subject: Subject) -> None:
    _subjects[subject.kind] = subject


def subjects() -> list[Subject]:
    return list(_subjects.values())


def subject_of(topic: Topic) -> Subject:
    """Raises KeyError for a kind that nobody answers."""
    return _subjects[topic.kind]


def can_be_subject(kind: str) -> bool:
    return kind in _subjects
