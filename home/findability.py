"""Keep the topic of a news or standard page true: search, sitemap and "what is new" all read topics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from participation.topics.models import Topic
from participation.topics.stems import stems

from .menus import SOURCE_LANGUAGE, path_below_root
from .models import PageWords
from .models.findable import FindablePage

if TYPE_CHECKING:
    from datetime import datetime

TOLD = [
    "municipality",
    "title",
    "summary",
    "path",
    "search_text",
    "visibility",
    "published_at",
    "last_activity_at",
]


@transaction.atomic
def keep_topic(*, page: FindablePage, is_leaving: bool = False, now: datetime | None = None) -> Topic | None:
    """Make the topic say what the Swedish page says, and stand on both pages.

    The region's own pages have no topic, only words, each language its own.

    `is_leaving`: the page is being unpublished or deleted, whatever its row still says.
    """
    versions = _versions(page)
    for version in versions:
        version.live = version.live and not (is_leaving and version.pk == page.pk)
    swedish = next((version for version in versions if version.locale.language_code == SOURCE_LANGUAGE), None)
    _keep_words_of_the_region(versions)
    if swedish is None or swedish.municipality is None:
        return None
    topic = swedish.topic or Topic(kind=swedish.topic_kind, municipality=swedish.municipality)
    if topic.pk is None and not swedish.live:
        return None
    _tell(topic, swedish, versions, now or timezone.now())
    # Not the counters: they may have moved since the row was read.
    topic.save(update_fields=TOLD if topic.pk else None)
    type(swedish).objects.filter(pk__in=[version.pk for version in versions]).update(topic=topic)
    page.topic = topic
    return topic


def _keep_words_of_the_region(versions: list[Any]) -> None:
    for version in versions:
        if version.municipality is None and version.live:
            PageWords.objects.keep([words_of(version)])
        else:
            PageWords.objects.filter(pk=version.pk).delete()


def words_of(page: FindablePage) -> PageWords:
    text = f"{page.summary_for_search} {page.text_for_search}".strip()
    return PageWords(
        page_id=page.pk,
        at=page.last_published_at or timezone.now(),
        stems=stems(f"{page.title} {text}"),
        text=text,
    )


def keep_topics_below(*, page: Page) -> None:
    """After a page moved or changed its address: so did all below it."""
    for below in page.get_descendants(inclusive=True).specific():
        if isinstance(below, FindablePage):
            keep_topic(page=below)


def _versions(page: FindablePage) -> list[Any]:
    same = type(page).objects.filter(translation_key=page.translation_key)
    return list(same.select_related("locale", "municipality", "topic"))


def _tell(topic: Topic, swedish: FindablePage, versions: list[Any], now: datetime) -> None:
    topic.municipality = swedish.municipality  # type: ignore[assignment]  # checked by the caller
    topic.title, topic.summary, topic.path = (
        swedish.title,
        swedish.summary_for_search[:300],
        path_below_root(swedish.url_path),
    )
    live = [version for version in versions if version.live]
    topic.search_text = " ".join(f"{version.title} {version.text_for_search}" for version in live)
    if swedish.live:
        topic.visibility = Topic.Visibility.PUBLIC
        topic.published_at = topic.published_at or swedish.first_published_at or now
        topic.last_activity_at = swedish.last_published_at or now
    else:
        topic.visibility = Topic.Visibility.NOBODY
