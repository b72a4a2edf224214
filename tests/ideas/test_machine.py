"""Any order of steps, by anybody, at any time: what must always hold, holds."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from participation.accounts.models import Role
from participation.ideas import actions
from participation.ideas.models import Idea
from participation.ideas.states import PUBLIC, TRANSITIONS, InvalidTransition, TextFrozen, VersionWaiting
from participation.places.models import Municipality
from participation.topics.models import Topic
from participation.voting.actions import support, take_back
from participation.voting.errors import SupportClosed
from participation.voting.models import Support
from tests.factories import DepartmentFactory, MunicipalityFactory, TopicFactory, UserFactory, staff

from .factories import NOW, a_draft

pytestmark = pytest.mark.django_db
REFUSALS = (InvalidTransition, TextFrozen, VersionWaiting, SupportClosed, PermissionDenied)


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
        self.pk = a_draft(self.place, self.author).pk
        self.now = NOW
        self.seen: list[tuple[Any, ...]] = []

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

    def attempt(self, action: Any, **arguments: Any) -> None:
        with suppress(*REFUSALS), transaction.atomic():
            action(now=self.now, **arguments)

    @rule(days=some.integers(1, 60))
    def time_goes_on(self, days: int) -> None:
        self.now += timedelta(days=days)
        actions.close_windows(self.now)

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
        self.attempt(actions.answer, idea=self.idea, by=self.officer, **words)

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
    def every_step_was_allowed(self) -> None:
        events = list(self.idea.events.filter(kind="moved").order_by("id"))
        assert all(event.status in TRANSITIONS[event.before] for event in events[1:])
        assert events[-1].status == self.idea.status


def test_any_life_of_an_idea() -> None:
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=15,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
