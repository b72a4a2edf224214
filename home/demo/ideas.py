from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from participation.answers import actions as answers
from participation.answers.ways import workflow_of
from participation.discussion.actions import post
from participation.ideas import actions
from participation.ideas.models import Idea
from participation.places.models import Department, Municipality
from participation.topics.models import Topic
from participation.voting.actions import support

from .story import MARK, STORIES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from participation.accounts.models import User
    from participation.discussion.models import Comment

    from .story import Answer, Entry, Story

LONGEST_SPAN = 60  # days


def tell_stories(*, people: Mapping[str, User], residents: list[User], now: datetime) -> dict[str, Idea]:
    """Walk every invented idea along its way by the same actions as real ones. By title; those that exist are left.

    One that is told anew where answers go through steps waits for its answer: nobody walked them for it in the past.
    """
    everybody = {**people, **{f"invanare-{n}": person for n, person in enumerate(residents, start=1)}}
    return {story.title: _tell(story, everybody, residents, now) for story in STORIES}


def _tell(story: Story, people: Mapping[str, User], residents: list[User], now: datetime) -> Idea:
    known = Idea.objects.filter(
        title=story.title, topic__author__is_demo=True, topic__municipality__code=story.code
    ).first()
    if known is not None:
        return known
    idea = _write(story, people, now)
    if story.until == "draft":
        return idea
    written = now - timedelta(days=story.days_ago)
    idea = actions.submit(idea=idea, now=written + timedelta(hours=1))
    if story.until == "in_review":
        return idea
    if idea.status == Idea.Status.IN_REVIEW:
        idea = actions.approve(idea=idea, by=people["granskare"], now=written + timedelta(hours=20))
    _support(idea, story, residents, now)
    _talk(idea, story, people, now)
    _end(idea, story, people, now)
    idea.refresh_from_db()
    return idea


def _write(story: Story, people: Mapping[str, User], now: datetime) -> Idea:
    municipality = Municipality.objects.get(code=story.code)
    lon, lat = story.position or (None, None)
    return actions.start_draft(
        author=people[story.by],
        municipality=municipality,
        title=story.title,
        text=f"{story.text}\n\n{MARK}",
        category=municipality.categories.filter(slug=story.category).first(),
        place=story.place,
        lat=lat,
        lon=lon,
        now=now - timedelta(days=story.days_ago),
    )


def _support(idea: Idea, story: Story, residents: list[User], now: datetime) -> None:
    """One after the other from the day after it was published, while there still is time."""
    topic = Topic.objects.get(pk=idea.topic_id)
    began, span = story.days_ago - 1, min(story.days_ago / 2, LONGEST_SPAN)
    for number, person in enumerate(residents[: story.supports]):
        days_ago = max(began - span * number / story.supports, 0)
        support(topic=topic, person=person, now=now - timedelta(days=days_ago))


def _talk(idea: Idea, story: Story, people: Mapping[str, User], now: datetime) -> None:
    said: list[Comment] = []
    for entry in story.thread:
        said.append(_say(idea, entry, said, people, now))


def _say(idea: Idea, entry: Entry, said: list[Comment], people: Mapping[str, User], now: datetime) -> Comment:
    topic = Topic.objects.select_related("municipality").get(pk=idea.topic_id)
    return post(
        topic=topic,
        author=people[entry.by],
        text=entry.text,
        answering=said[entry.answers] if entry.answers is not None else None,
        department=_department(topic.municipality, entry.department) if entry.department else None,
        now=now - timedelta(days=entry.days_ago),
    )


def _end(idea: Idea, story: Story, people: Mapping[str, User], now: datetime) -> None:
    if story.until == "expired" and idea.gathering_until:
        actions.close_window(idea=idea, now=idea.gathering_until + timedelta(minutes=5))
    if story.answer and workflow_of(idea.topic.municipality_id) is None:
        _answer(idea, story.answer, people["handlaggare"], now)


def _answer(idea: Idea, answer: Answer, by: User, now: datetime) -> None:
    at = now - timedelta(days=answer.days_ago)
    answers.answer(
        topic=idea.topic,
        by=by,
        outcome=answer.outcome,
        sentence=answer.sentence,
        text=answer.text,
        department=_department(idea.topic.municipality, answer.department),
        registry_number=answer.registry_number,
        next_step=answer.next_step,
        now=at,
    )
    if answer.done_days_ago is not None:
        done = now - timedelta(days=answer.done_days_ago)
        actions.mark_done(idea=idea, by=by, done_on=timezone.localdate(done), sentence=answer.done_sentence, now=done)


def _department(municipality: Municipality, name: str) -> Department:
    return Department.objects.get_or_create(municipality=municipality, name=name)[0]
