"""What residents wrote leaves in feeds as text: a reader that shows an entry as HTML runs none of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from django.contrib.syndication.views import Feed
from django.urls import get_resolver, reverse
from django.utils import timezone

from participation.eservices.models.stage import Stage, StageEntry
from participation.topics.models import Topic
from tests.factories import TopicFactory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

ATOM = "{http://www.w3.org/2005/Atom}"
WORDS = "Hej <img src=x onerror=alert(1)> 1 < 2 & <script>alert(2)</script> slut"


def feeds(resolver: Any) -> Iterator[Feed]:
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            yield from feeds(entry)
        elif isinstance(entry.callback, Feed):
            yield entry.callback


def test_every_feed_says_that_its_words_are_text() -> None:
    found = {type(feed).__name__: feed for feed in feeds(get_resolver())}

    assert set(found) == {"IdeaFeed", "NewsOfIdea", "NewsOfProposal", "Answers", "ReportFeed"}
    for name, feed in found.items():
        written = feed.feed_type(title=WORDS, link="/", description=WORDS)
        written.add_item(title=WORDS, link="/1/", description=WORDS)
        entry = ET.fromstring(written.writeString("utf-8")).find(f"{ATOM}entry")
        assert entry is not None
        said = {(part.tag.removeprefix(ATOM), part.get("type", "text")) for part in entry if part.text == WORDS}
        assert said == {("title", "text"), ("summary", "text")}, name


@pytest.mark.django_db
def test_a_feed_gives_an_ideas_words_as_they_were_written(client: Client) -> None:
    idea = TopicFactory(title=WORDS, summary=WORDS, path="/ideer/1/")

    feed = ET.fromstring(client.get(reverse("ideas:feed", args=[idea.municipality.code])).content)

    [summary] = feed.iter(f"{ATOM}summary")
    assert (summary.get("type"), summary.text) == ("text", WORDS)


@pytest.mark.django_db
def test_an_entry_that_says_nothing_more_has_no_summary(client: Client) -> None:
    topic = TopicFactory(kind=Topic.Kind.PROPOSAL, path="/forslag/1/")
    StageEntry.objects.create(topic=topic, stage=Stage.DECISION, at=timezone.now(), note="")

    feed = client.get(reverse("eservices:feed_of", args=[topic.pk])).content.decode()

    assert "<entry>" in feed
    assert "<summary" not in feed
