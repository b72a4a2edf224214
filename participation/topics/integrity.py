from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from participation.core.integrity import register

from .models import Topic, TopicWords
from .stems import stems
from .word_checks import register_words

SPELT = ("title", "summary", "search_text", "title_stems", "stems")


def misspelt() -> Iterator[Topic]:
    for topic in Topic.objects.order_by("pk").only(*SPELT).iterator(chunk_size=1_000):
        if topic.title_stems != stems(topic.title) or topic.stems != topic.stems_of_all:
            yield topic


def find_misspelt() -> Iterator[str]:
    for topic in misspelt():
        yield f"topic {topic.pk} holds stems of other words than its own"


def spell_again() -> int:
    wrong = [topic.pk for topic in misspelt()]
    for pk in wrong:
        with transaction.atomic():
            Topic.objects.select_for_update(no_key=True).get(pk=pk).save(update_fields=["title_stems"])
    return len(wrong)


def words_of_topics() -> Iterator[TopicWords]:
    told = ("municipality", "published_at", "created_at", "stems")
    for topic in Topic.objects.order_by("pk").only(*told).iterator(chunk_size=1_000):
        yield TopicWords.of(topic)


register("topics.topic.stems", find_misspelt, repair=spell_again)
register_words(TopicWords, words_of_topics)
