"""Any order of steps, by anybody, at any time: what must always hold, holds."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from participation.accounts.models import Role
from participation.answers.errors import CannotBeAnswered
from participation.ideas import actions
from participation.ideas.merging.actions import merge, part
from participation.ideas.merging.rules import NotMergeable
from participation.ideas.models import Idea, IdeaEvent, IdeaVersion, Merger, MovedRow
from participation.ideas.states import PUBLIC, TRANSITIONS, InvalidTransition, TextFrozen, VersionWaiting
from participation.notifications.models import Follow, Notification, OutgoingMail
from participation.places.models import Municipality, ReferenceSeries
from participation.topics.models import Topic
from participation.voting.actions import support, take_back
from participation.voting.errors import SupportClosed
from participation.voting.models import Support
from tests import answering
from tests.examples import amiss
from tests.factories import DepartmentFactory, MunicipalityFactory, TopicFactory, UserFactory, staff

from .factories import NOW, a_draft, published

pytestmark = pytest.mark.django_db
REFUSALS = (
    InvalidTransition,
    TextFrozen,
    VersionWaiting,
    SupportClosed,
    PermissionDenied,
    NotMergeable,
    CannotBeAnswered,
)
WRITTEN = (
    *(Idea, IdeaEvent, IdeaVersion, Merger, MovedRow, Topic, Support, Follow),
    *(Notification, OutgoingMail, ReferenceSeries),
)


def everything() -> list[Any]:
    return [list(model._default_manager.order_by("pk").values_list()) for model in WRITTEN]


class Life(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.place: Municipality = MunicipalityFactory(code="2281", name="Sundsvall", support_threshold=2)
        self.moderator = staff(self.place, Role.MODERATOR)
        self.officer = staff(self.place, Role.CASE_OFFICER)
        self.people = [UserFactory() for _ in range(3)]
        self.department = DepartmentFactory(municipality=self.place)
        self.author = UserFactory(home=self.place)
        self.other_pk = published(self.place).pk
        self.pk = a_draft(self.place, self.author).pk
        self.now = NOW
        self.seen: list[tuple[Any, ...]] = []
        self.reference: str | None = None

    @initialize(how_far=some.integers(0, 3))
    def begin_somewhere_on_the_way(self, how_far: int) -> None:
        """Else most lives would end before they were published."""
        for step in (self.submit, self.approve_by_another, self.support_by_two)[:how_far]:
            step()

    def approve_by_another(self) -> None:
        self.attempt(actions.approve, idea=self.idea, by=self.moderator)

    def support_by_two(self) -> None:
        for person in self.people[:2]:
            self.attempt(support, topic=self.idea.topic, person=person)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @property
    def idea(self) -> Idea:
        return Idea.objects.select_related("topic").get(pk=self.pk)

    @property
    def other(self) -> Idea:
        """Somebody else's idea, which asks for the same."""
        return Idea.objects.select_related("topic").get(pk=self.other_pk)

    def attempt(self, action: Any, **arguments: Any) -> None:
        before = everything()
        try:
            action(now=self.now, **arguments)
        except REFUSALS:
            assert everything() == before, "a refused action changes nothing"

    @rule(days=some.integers(1, 60))
    def time_goes_on(self, days: int) -> None:
        self.now += timedelta(days=days)
        actions.close_windows(self.now)
        assert amiss() == []

    @rule(when=some.sampled_from(Municipality.Review.values))
    def the_municipality_changes_its_review(self, when: str) -> None:
        Municipality.objects.filter(pk=self.place.pk).update(idea_review=when)

    @rule()
    def submit(self) -> None:
        self.attempt(actions.submit, idea=self.idea)

    @rule(own=some.booleans())
    def approve(self, own: bool) -> None:
        self.attempt(actions.approve, idea=self.idea, by=self.author if own else self.moderator)

    @rule()
    def return_it(self) -> None:
        self.attempt(actions.return_for_changes, idea=self.idea, by=self.moderator, reason="Kortare.")

    @rule(seldom=some.integers(0, 4))
    def refuse(self, seldom: int) -> None:
        if seldom:  # nothing comes after it
            return
        self.attempt(actions.refuse, idea=self.idea, by=self.moderator, reason="Reklam.")

    @rule()
    def withdraw(self) -> None:
        self.attempt(actions.withdraw, idea=self.idea, by=self.author)

    @rule()
    def restore(self) -> None:
        self.attempt(actions.restore, idea=self.idea, by=self.author)

    @rule()
    def edit(self) -> None:
        self.attempt(actions.edit_published, idea=self.idea, by=self.author, title="Ny", text="Ny text.")

    @rule()
    def add(self) -> None:
        self.attempt(actions.add_addition, idea=self.idea, by=self.author, text="Mer.")

    @rule(yes=some.booleans())
    def review_a_version(self, yes: bool) -> None:
        version = self.idea.versions.filter(review="waiting").first()
        if version is None:
            return
        if yes:
            self.attempt(actions.approve_version, version=version, by=self.moderator)
        else:
            self.attempt(actions.refuse_version, version=version, by=self.moderator, reason="Nej.")

    @rule(who=some.integers(0, 2))
    def support(self, who: int) -> None:
        self.attempt(support, topic=self.idea.topic, person=self.people[who])

    @rule(who=some.integers(0, 2))
    def take_back(self, who: int) -> None:
        self.attempt(take_back, topic=self.idea.topic, person=self.people[who])

    @rule()
    def assign(self) -> None:
        self.attempt(actions.assign, idea=self.idea, department=self.department, by=self.officer)

    @rule(outcome=some.sampled_from(["will_do", "partly", "will_not", "exists"]))
    def answer(self, outcome: str) -> None:
        words = {"outcome": outcome, "sentence": "Svar.", "text": "Text.", "department": self.department}
        self.attempt(answering.answer, idea=self.idea, by=self.officer, **words)

    @rule()
    def done(self) -> None:
        day = self.now.date()
        self.attempt(actions.mark_done, idea=self.idea, by=self.officer, done_on=day, sentence="Klart.")

    @rule(seldom=some.integers(0, 4))
    def become_a_proposal(self, seldom: int) -> None:
        if seldom:
            return
        proposal = TopicFactory(municipality=self.place, kind="proposal")
        self.attempt(actions.become_proposal, idea=self.idea, proposal_topic=proposal, by=self.moderator)

    @rule(away=some.booleans())
    def merge(self, away: bool) -> None:
        idea, kept = (self.idea, self.other) if away else (self.other, self.idea)
        self.attempt(merge, idea=idea, kept=kept, words="Båda vill ha ljus.", by=self.moderator)
        assert amiss() == []

    @rule(own=some.booleans())
    def part(self, own: bool) -> None:
        merged = self.idea if self.idea.merged_into_id else self.other
        self.attempt(part, idea=merged, words="De var olika.", by=self.author if own else self.moderator)
        assert amiss() == []

    @rule(who=some.integers(0, 2))
    def support_the_other(self, who: int) -> None:
        self.attempt(support, topic=self.other.topic, person=self.people[who])

    @invariant()
    def the_public_sees_it_when_its_state_is_public_and_never_else(self) -> None:
        idea = self.idea
        assert idea.topic.is_public == (idea.status in PUBLIC)
        assert Topic.objects.visible_to(AnonymousUser()).filter(pk=idea.topic_id).exists() == (idea.status in PUBLIC)

    @invariant()
    def no_member_of_staff_sees_a_draft(self) -> None:
        idea = self.idea
        if idea.status == "draft":
            for person in (self.moderator, self.officer):
                assert not Topic.objects.visible_to(person).filter(pk=idea.topic_id).exists()
        assert Topic.objects.visible_to(self.author).filter(pk=idea.topic_id).exists()

    @invariant()
    def the_topic_says_what_the_idea_says(self) -> None:
        idea, topic = self.idea, self.idea.topic
        assert (topic.title, topic.path) == (idea.title, idea.get_absolute_url())
        assert topic.is_public or not (topic.can_support or topic.can_discuss)
        assert topic.supports == Support.objects.filter(topic=topic).count()

    @invariant()
    def what_has_happened_stays_as_it_was(self) -> None:
        now = [tuple(row) for row in self.idea.events.order_by("id").values_list()]
        assert now[: len(self.seen)] == self.seen
        self.seen = now

    @invariant()
    def every_step_was_allowed_and_came_after_the_one_before(self) -> None:
        for idea in (self.idea, self.other):
            events = list(idea.events.order_by("id"))
            moves = [event for event in events if event.kind == "moved"]
            assert all(event.status in TRANSITIONS[event.before] for event in moves[1:])
            assert all(event.before == earlier.status for earlier, event in pairwise(moves))
            assert [event.at for event in events] == sorted(event.at for event in events)
            assert (moves[-1].status, moves[-1].at) == (idea.status, idea.status_since)
            assert events[-1].status == idea.status

    @invariant()
    def it_has_one_number_for_good_once_the_municipality_has_received_it(self) -> None:
        received = any(status != "draft" for status in self.idea.events.values_list("status", flat=True))
        assert (self.idea.reference is not None) == received
        assert self.reference in (None, self.idea.reference)
        self.reference = self.idea.reference


def test_any_life_of_an_idea() -> None:
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=15,
            stateful_step_count=15,
            suppress_health_check=list(HealthCheck),
        ),
    )
