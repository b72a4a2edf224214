"""Ideas of another site as rows: many at a time, nobody is told, and the index knows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import F
from django.utils import timezone
from django.utils.text import Truncator

from participation.places.models import Municipality, ReferenceSeries
from participation.topics.models import Topic, TopicWords
from participation.topics.stems import stems

from ..actions.steps import path_of
from ..models import Idea, IdeaEvent, IdeaVersion, ImportRun
from .reading import ReadIdea


def store_ideas(batch: Sequence[ReadIdea], *, run: ImportRun, now: datetime) -> None:
    """Dated as they were there. `created_at` says when they came here."""
    numbers = _references(batch, run.municipality, now)
    ideas = [_idea(read, run, next(numbers[_year(read, now)]), now) for read in batch]
    topics = [_topic(read, idea, run) for read, idea in zip(batch, ideas, strict=True)]
    Topic.objects.bulk_create(topics)
    for idea, topic in zip(ideas, topics, strict=True):
        idea.topic = topic
    Idea.objects.bulk_create(ideas)
    IdeaVersion.objects.bulk_create(_version(idea) for idea in ideas)
    IdeaEvent.objects.bulk_create(_event(idea) for idea in ideas)
    TopicWords.objects.keep(TopicWords.of(topic) for topic in topics)


def _idea(read: ReadIdea, run: ImportRun, reference: str, now: datetime) -> Idea:
    return Idea(
        reference=reference,
        title=read.title,
        text=read.text,
        status=read.status,
        status_since=read.at or now,
        lat=read.lat,
        lon=read.lon,
        place=read.place,
        imported_from=run.source,
        imported_id=read.key,
        imported_to=run.municipality,
        imported_on=read.day,
        imported_language=read.language,
        imported_supports=read.supports,
        import_run=run,
    )


def _topic(read: ReadIdea, idea: Idea, run: ImportRun) -> Topic:
    """As `actions.steps.keep_topic_true` would have it, but closed: it is a record, unless the run is open."""
    is_public = read.visibility == Topic.Visibility.PUBLIC
    topic = Topic(
        municipality=run.municipality,
        kind=Topic.Kind.IDEA,
        title=read.title,
        summary=Truncator(" ".join(read.text.split())).chars(300, truncate="…"),
        path=path_of(idea),
        visibility=read.visibility,
        can_support=is_public and run.is_open,
        can_discuss=is_public and run.is_open,
        published_at=idea.status_since if is_public else None,
        last_activity_at=idea.status_since if is_public else None,
        search_text="\n".join([read.text, read.place, idea.reference or ""]),
    )
    topic.title_stems = stems(topic.title)
    topic.stems = stems(f"{topic.title} {topic.summary} {topic.search_text}")
    return topic


def _version(idea: Idea) -> IdeaVersion:
    return IdeaVersion(
        idea=idea,
        kind=IdeaVersion.Kind.ORIGINAL,
        number=1,
        title=idea.title,
        text=idea.text,
        created_at=idea.status_since,
    )


def _event(idea: Idea) -> IdeaEvent:
    public = idea.status == Idea.Status.PUBLISHED
    return IdeaEvent(idea=idea, status=idea.status, before=idea.status, at=idea.status_since, is_public=public)


def _year(read: ReadIdea, now: datetime) -> int:
    """Of the original, so that new ideas of this year go on from where they are."""
    return timezone.localdate(read.at or now).year


def _references(batch: Sequence[ReadIdea], municipality: Municipality, now: datetime) -> dict[int, Iterator[str]]:
    """As `ReferenceSeries.take`, a block at a time. The series stay locked to the end of the transaction."""
    numbers: dict[int, Iterator[str]] = {}
    for year, count in Counter(_year(read, now) for read in batch).items():
        series, _new = ReferenceSeries.objects.get_or_create(municipality=municipality, kind="", year=year)
        ReferenceSeries.objects.filter(pk=series.pk).update(last=F("last") + count)
        series.refresh_from_db(fields=["last"])
        block = range(series.last - count + 1, series.last + 1)
        numbers[year] = iter([f"{municipality.code}-{year}-{number:04d}" for number in block])
    return numbers
