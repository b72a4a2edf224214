"""The threshold and its window: whatever number and days were promised, the promise is kept once and to the second."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as some

from participation.accounts.models import User
from participation.ideas.actions import close_windows
from participation.ideas.models import Idea
from participation.notifications.models import Notification
from participation.places.models import Municipality
from participation.topics.models import Topic
from participation.voting.actions import support, take_back
from participation.voting.errors import SupportClosed
from tests.examples import amiss, examples, undone
from tests.factories import UserFactory
from tests.ideas.factories import NOW, published

pytestmark = pytest.mark.django_db
Status = Idea.Status
SECOND = timedelta(seconds=1)
AUTHOR = 0  # the first of the people wrote it; nothing keeps them from supporting it

people = some.integers(0, 4)
stances = some.tuples(some.sampled_from(["for", "for", "for", "back"]), people)
clock = some.one_of(
    some.tuples(some.just("hours"), some.integers(1, 40)),
    some.tuples(some.just("the last second"), some.sampled_from([-1, 0, 0, 1])),
)
others = some.one_of(clock, some.tuples(some.sampled_from(["worker", "other rules"]), some.integers(1, 3)))
steps = some.lists(some.one_of(stances, stances, stances, others), min_size=4, max_size=14)
days = some.sampled_from([1, 2, 45])  # over 45 days the clocks are put back by an hour


class Gathering:
    """An idea that gathers support, and beside it what should come of it."""

    def __init__(self, place: Municipality, people: list[int], *, threshold: int, days: int) -> None:
        Municipality.objects.filter(pk=place.pk).update(support_threshold=threshold, support_window_days=days)
        place.refresh_from_db()
        self.place, self.people, self.threshold = place, people, threshold
        self.idea = published(place, User.objects.get(pk=people[AUTHOR]))
        day = timezone.localdate(NOW) + timedelta(days=days)
        self.end = timezone.make_aware(datetime.combine(day, time(23, 59, 59)))
        self.now = NOW
        self.status, self.since = Status.GATHERING, NOW
        self.standing: set[int] = set()
        self.follow = {people[AUTHOR]}
        self.told: list[int] = []

    @property
    def takes_support(self) -> bool:
        return self.status != Status.EXPIRED and (self.status != Status.GATHERING or self.now < self.end)

    def step(self, what: str, number: int) -> None:
        if what in ("for", "back"):
            self.stand(self.people[number], back=what == "back")
        elif what == "hours":
            self.now += timedelta(hours=number)
        elif what == "the last second":
            self.now = max(self.now, self.end + number * SECOND)
        elif what == "other rules":
            rules = {"support_threshold": number, "support_window_days": number}
            Municipality.objects.filter(pk=self.place.pk).update(**rules)
        else:
            self.work()

    def stand(self, person: int, *, back: bool) -> None:
        topic, one = Topic.objects.get(pk=self.idea.topic_id), User.objects.get(pk=person)
        if back:
            assert take_back(topic=topic, person=one, now=self.now) == (person in self.standing)
            self.standing.discard(person)
        elif not self.takes_support:
            with pytest.raises(SupportClosed):
                support(topic=topic, person=one, now=self.now)
        else:
            support(topic=topic, person=one, now=self.now)
            self.standing.add(person)
            self.follow.add(person)
            if self.status == Status.GATHERING and len(self.standing) >= self.threshold:
                self.becomes(Status.TO_BE_ANSWERED)

    def work(self) -> None:
        moved = close_windows(self.now)
        assert moved == (self.status == Status.GATHERING and self.now > self.end)
        if moved:
            self.becomes(Status.EXPIRED)

    def becomes(self, status: Idea.Status) -> None:
        self.status, self.since, self.told = status, self.now, sorted(self.follow)

    def check(self) -> None:
        idea = Idea.objects.select_related("topic").get(pk=self.idea.pk)
        assert (idea.status, idea.status_since) == (self.status, self.since)
        assert (idea.threshold, idea.gathering_until) == (self.threshold, self.end)
        assert idea.topic.supports == len(self.standing)
        assert self.moves() == ([] if self.status == Status.GATHERING else [(self.status, self.since)])
        kinds = {Status.TO_BE_ANSWERED: "idea_reached", Status.EXPIRED: "idea_expired"}
        for status, kind in kinds.items():
            told = Notification.objects.filter(kind=kind).order_by("person").values_list("person", flat=True)
            assert list(told) == (self.told if status == self.status else [])

    def moves(self) -> list[Any]:
        moved = self.idea.events.filter(kind="moved", before=Status.GATHERING)
        return list(moved.order_by("id").values_list("status", "at"))


@pytest.fixture
def some_people(sundsvall) -> list[int]:
    return [UserFactory(home=sundsvall).pk for _ in range(5)]


@examples(10)
@given(threshold=some.integers(1, 4), days=days, steps=steps)
def test_a_state_comes_once_and_in_time_and_each_is_told_once(sundsvall, some_people, threshold, days, steps):
    with undone():
        gathering = Gathering(sundsvall, some_people, threshold=threshold, days=days)
        for what, number in steps:
            gathering.step(what, number)
            gathering.check()
        gathering.step("the last second", 1)
        gathering.step("worker", 1)
        gathering.check()
        assert gathering.status != Status.GATHERING
        assert amiss() == []


@examples(5)
@given(threshold=some.integers(1, 4), backs=some.permutations(range(5)), later=some.integers(0, 100))
def test_what_was_promised_is_not_taken_back(sundsvall, some_people, threshold, backs, later):
    with undone():
        gathering = Gathering(sundsvall, some_people, threshold=threshold, days=2)
        for number in range(threshold):
            gathering.step("for", number)
        assert gathering.status == Status.TO_BE_ANSWERED

        for number in backs:
            gathering.step("back", number)
            gathering.step("hours", later)
            gathering.step("worker", 0)
            gathering.check()
