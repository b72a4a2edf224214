"""The tally: whatever people do, and in whatever order, a figure is its rows and a person is one of them."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as some

from participation.accounts.actions import close_account
from participation.accounts.models import User
from participation.topics.models import Topic
from participation.voting import actions
from participation.voting.errors import ObjectionNotAsked, ReasonMissing, SupportClosed
from participation.voting.models import Support
from tests.examples import amiss, examples, undone
from tests.factories import TopicFactory, UserFactory

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = timezone.now()
KINDS = ("idea", "proposal")
REFUSALS = (SupportClosed, ObjectionNotAsked, ReasonMissing)
CLOSED: tuple[dict[str, Any], ...] = ({"can_support": False}, {"visibility": "staff"}, {"closes_at": NOW})
OPEN = {"can_support": True, "visibility": "public", "closes_at": None}

people = some.integers(0, 1)
topics = some.sampled_from([0, 1, 1, 1])  # mostly one, where acts meet
stances = some.sampled_from(["for", "against", "against for another reason", "against without reason", "back"])
acts = some.tuples(stances, people, topics)
others = some.one_of(
    some.tuples(some.just("leaves"), people, some.just(0)),
    some.tuples(some.just("closes"), some.integers(0, len(CLOSED) - 1), topics),
    some.tuples(some.just("opens"), some.just(0), topics),
)
steps = some.lists(some.one_of(acts, acts, acts, acts, others), min_size=6, max_size=16)


class Tally:
    """What should be in the database, kept by hand beside it."""

    def __init__(self, topics: list[int], people: list[int]) -> None:
        self.topics, self.people = topics, people
        self.stances: dict[tuple[int, int], str] = {}
        self.nameless: Counter[tuple[int, str]] = Counter()
        self.closed: set[int] = set()
        self.gone: set[int] = set()

    def step(self, what: str, who: int, where: int) -> None:
        if what == "leaves":
            self.leave(who)
        elif what in ("closes", "opens"):
            self.turn(where, CLOSED[who] if what == "closes" else OPEN)
        elif who not in self.gone:
            expected = self.expected(what, who, where)
            assert outcome(self.topics[where], self.people[who], what) == expected
            if expected is True:
                self.stances[where, who] = what if what != "back" else ""

    def expected(self, what: str, who: int, where: int) -> bool | type[Exception]:
        """Whether this changes anything, or how it is refused."""
        stance = self.stances.get((where, who), "")
        if what == "back":
            return bool(stance)
        if what != "for" and KINDS[where] == "idea":
            return ObjectionNotAsked
        if what == "against without reason":
            return ReasonMissing
        if where in self.closed:
            return SupportClosed
        return stance != what

    def leave(self, who: int) -> None:
        if who in self.gone:
            return
        self.gone.add(who)
        close_account(person=User.objects.get(pk=self.people[who]), now=NOW)
        for where, person in [key for key in self.stances if key[1] == who]:
            self.nameless[where, self.stances.pop((where, person)).split(" ")[0]] += 1

    def turn(self, where: int, fields: dict[str, Any]) -> None:
        (self.closed.discard if fields == OPEN else self.closed.add)(where)
        Topic.objects.filter(pk=self.topics[where]).update(**fields)

    def check(self) -> None:
        for where, pk in enumerate(self.topics):
            for stance, field in (("for", "supports"), ("against", "objections")):
                mine = sum(held.startswith(stance) for (at, _who), held in self.stances.items() if at == where)
                expected = mine + self.nameless[where, stance]
                assert Topic.objects.values_list(field, flat=True).get(pk=pk) == expected
                assert Support.objects.filter(topic=pk, stance=stance).count() == expected


def outcome(topic: int, person: int, what: str) -> bool | type[Exception]:
    """The page was read some time ago: what the action is handed may be stale."""
    row, one = Topic.objects.get(pk=topic), User.objects.get(pk=person)
    reasons = {"against": "Nej", "against for another reason": "För dyrt", "against without reason": "  \n"}
    try:
        if what in reasons:
            return actions.object_to(topic=row, person=one, reason=reasons[what], now=NOW)
        act: Callable[..., bool] = actions.support if what == "for" else actions.take_back
        return act(topic=row, person=one, now=NOW)
    except REFUSALS as refused:
        return type(refused)


@pytest.fixture
def some_topics(sundsvall) -> list[int]:
    return [TopicFactory(municipality=sundsvall, kind=kind).pk for kind in KINDS]


@pytest.fixture
def some_people(db) -> list[int]:
    return [UserFactory().pk for _ in range(2)]


@examples(12)
@given(steps=steps)
@example(steps=[("against", 0, 1), ("back", 0, 1), ("for", 0, 1), ("against", 0, 1), ("leaves", 0, 0)])
def test_every_figure_is_its_rows_and_nobody_counts_twice(some_topics, some_people, steps):
    with undone():
        tally = Tally(some_topics, some_people)
        for what, who, where in steps:
            tally.step(what, who, where)
            tally.check()
        held = Support.objects.filter(person__isnull=False).values_list("topic", "person")
        assert len(held) == len(set(held)) == sum(map(bool, tally.stances.values()))
        assert amiss() == []


@some.composite
def two_orders(draw: Any) -> tuple[list[Any], list[Any]]:
    """The same acts twice: each person's own in their order, and among people in any."""
    acted = draw(some.lists(acts, min_size=2, max_size=10))
    turns = draw(some.permutations([who for _what, who, _where in acted]))
    waiting = {who: [act for act in acted if act[1] == who] for who in turns}
    return acted, [waiting[who].pop(0) for who in turns]


def after(topics: list[int], people: list[int], acted: list[Any]) -> list[Any]:
    with undone():
        for what, who, where in acted:
            outcome(topics[where], people[who], what)
        rows = Support.objects.order_by("topic", "person").values_list("topic", "person", "stance", "reason")
        return [*rows, *Topic.objects.order_by("pk").values_list("pk", "supports", "objections", "followers")]


@examples(12)
@given(orders=two_orders())
def test_who_came_first_changes_nothing(some_topics, some_people, orders):
    one, other = orders

    assert after(some_topics, some_people, one) == after(some_topics, some_people, other)


@examples(8)
@given(
    acted=some.lists(acts, max_size=6), closed=some.sampled_from(CLOSED), late=some.lists(acts, min_size=1, max_size=6)
)
def test_a_closed_topic_only_gives_back(some_topics, some_people, acted, closed, late):
    with undone():
        for what, who, where in acted:
            outcome(some_topics[where], some_people[who], what)
        Topic.objects.update(**closed)
        before = set(Support.objects.values_list("topic", "person", "stance", "reason"))

        for what, who, where in late:
            with suppress(*REFUSALS):
                outcome(some_topics[where], some_people[who], what)

        assert set(Support.objects.values_list("topic", "person", "stance", "reason")) <= before
        assert amiss() == []
