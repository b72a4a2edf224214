"""Proposals in lists: in the words of the page that speaks the reader's language, where there is one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from participation.topics.models import Topic

from .models import ServiceProposalPage

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Shown:
    topic: Topic
    title: str
    summary: str
    language: str


def pages_of(topics: Iterable[Topic]) -> dict[int, ServiceProposalPage]:
    """The live page behind each proposal among `topics`, the one in the reader's language first. One query."""
    wanted = [topic.pk for topic in topics if topic.kind == Topic.Kind.PROPOSAL]
    if not wanted:
        return {}
    pages = ServiceProposalPage.objects.live().filter(topic__in=wanted).select_related("locale").defer("body")
    there: dict[int, ServiceProposalPage] = {}
    for page in pages:
        if page.topic_id and (page.topic_id not in there or page.locale.language_code == get_language()):
            there[page.topic_id] = page
    return there


def shown(topic: Topic, page: ServiceProposalPage | None) -> Shown:
    """`page` as `pages_of` gives it."""
    if page is None or page.locale.language_code != get_language():
        return Shown(topic, topic.title, topic.summary, topic.language)
    return Shown(topic, page.title, page.summary, page.locale.language_code)
