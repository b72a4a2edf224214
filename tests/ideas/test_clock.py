from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from participation.ideas import actions
from participation.ideas.models import Idea
from participation.notifications.models import Notification, OutgoingMail
from participation.notifications.periodic import run_due
from participation.topics.models import Topic
from participation.voting.actions import support, take_back
from participation.voting.errors import SupportClosed
from tests.factories import UserFactory

from .factories import NOW, add_supports, published

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.places.models import Municipality


def give(idea: Idea, count: int) -> list[User]:
    """Supports as people give them."""
    people = [UserFactory() for _ in range(count)]
    for person in people:
        support(topic=Topic.objects.get(pk=idea.topic_id), person=person, now=NOW)
    return people


class TestThreshold:
    def test_the_last_support_that_is_needed_changes_the_state_by_itself(
        self, three_needed: Municipality, author: User
    ) -> None:
        idea = published(three_needed, author)

        give(idea, 2)
        idea.refresh_from_db()
        before = idea.status
        give(idea, 1)

        idea.refresh_from_db()
        assert (before, idea.status) == ("gathering", "to_be_answered")
        assert str(idea.answer_due_on) == "2026-11-13"
        assert idea.topic.supports == 3
        assert idea.topic.closes_at is None

    def test_author_supporters_and_case_officers_are_told(
        self, three_needed: Municipality, author: User, case_officer: User, moderator: User
    ) -> None:
        idea = published(three_needed, author)
        Notification.objects.all().delete()

        supporters = give(idea, 3)

        told = {row.person: row.sentence for row in Notification.objects.select_related("person")}
        assert told == {
            author: "Din idé ”Belys spåret runt Sidsjön” har fått 3 stöd",
            **dict.fromkeys(supporters, "Idén ”Belys spåret runt Sidsjön” har fått 3 stöd"),
            case_officer: "En idé att svara på senast 13 november 2026: ”Belys spåret runt Sidsjön”",
        }

    def test_a_support_taken_back_does_not_take_the_promise_back(self, three_needed: Municipality) -> None:
        idea = published(three_needed)
        people = give(idea, 3)

        take_back(topic=idea.topic, person=people[0], now=NOW)

        idea.refresh_from_db()
        assert (idea.status, idea.topic.supports) == ("to_be_answered", 2)

    def test_more_support_tells_nobody_again(self, three_needed: Municipality, author: User) -> None:
        idea = published(three_needed, author)
        give(idea, 3)
        before = Notification.objects.filter(person=author).count()

        give(idea, 1)

        assert Notification.objects.filter(person=author).count() == before

    def test_a_support_that_fails_leaves_the_state_alone(self, three_needed: Municipality) -> None:
        idea = published(three_needed)
        add_supports(idea, 2)
        person = UserFactory()

        with transaction.atomic():
            support(topic=Topic.objects.get(pk=idea.topic_id), person=person, now=NOW)
            transaction.set_rollback(True)

        idea.refresh_from_db()
        assert (idea.status, idea.topic.supports) == ("gathering", 2)


class TestWindow:
    def test_an_idea_without_enough_support_expires_by_itself(self, three_needed: Municipality, author: User) -> None:
        idea = published(three_needed, author)
        supporter = give(idea, 1)[0]

        run_due(now=NOW + timedelta(days=91))

        idea.refresh_from_db()
        assert (idea.status, idea.topic.visibility, idea.topic.can_support) == ("expired", "public", False)
        assert told_last(author) == "Tiden är ute för din idé ”Belys spåret runt Sidsjön”"
        assert told_last(supporter) == "Tiden är ute för idén ”Belys spåret runt Sidsjön”"
        assert OutgoingMail.objects.filter(person=supporter, kind="idea_expired").count() == 1

    def test_the_last_day_is_a_whole_day(self, three_needed: Municipality) -> None:
        idea = published(three_needed)
        assert idea.gathering_until is not None

        assert actions.close_windows(idea.gathering_until) == 0
        assert actions.close_windows(idea.gathering_until + timedelta(seconds=1)) == 1

    def test_nothing_happens_twice(self, three_needed: Municipality, author: User) -> None:
        idea = published(three_needed, author)
        later = NOW + timedelta(days=91)

        assert [actions.close_windows(later), actions.close_windows(later)] == [1, 0]
        assert idea.events.filter(status="expired").count() == 1

    def test_an_idea_that_had_enough_goes_to_the_municipality(self, three_needed: Municipality) -> None:
        idea = published(three_needed)
        add_supports(idea, 3)

        actions.close_windows(NOW + timedelta(days=91))

        idea.refresh_from_db()
        assert idea.status == "to_be_answered"

    def test_support_is_closed_from_the_last_second_on(self, three_needed: Municipality) -> None:
        idea = published(three_needed)

        with pytest.raises(SupportClosed):
            support(topic=idea.topic, person=UserFactory(), now=NOW + timedelta(days=91))

    def test_a_late_answer_changes_nothing_but_what_all_can_see(self, three_needed: Municipality) -> None:
        idea = published(three_needed)
        give(idea, 3)
        later = NOW + timedelta(days=200)

        actions.close_windows(later)

        idea.refresh_from_db()
        assert idea.status == "to_be_answered"
        assert idea.is_answer_late(later.date())
        assert not idea.is_answer_late(NOW.date())


def told_last(person: User) -> str:
    return Notification.objects.filter(person=person).order_by("-id")[0].sentence
