"""Work that was given to somebody who has left their role: marked, not waited for, and told to those who are there."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from home.actions.roles import give_role, take_role
from participation.accounts.models import Role
from participation.casework import actions
from participation.casework.models import CRITERIA, Evaluation, Sheet
from participation.casework.reminding import remind
from participation.notifications.models import Notification, OutgoingMail
from participation.topics.models import Topic
from tests.factories import UserFactory, staff
from tests.ideas.factories import NOW, published

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.places.models import Municipality

pytestmark = pytest.mark.django_db
DUE = date(2026, 12, 20)
LATE = NOW.replace(year=2026, month=12, day=27, hour=12)
LEFT = "har inte längre uppdraget"


@pytest.fixture
def topic(sundsvall: Municipality) -> Topic:
    return published(sundsvall).topic


@pytest.fixture
def chief(sundsvall: Municipality) -> User:
    return staff(sundsvall, Role.ADMINISTRATOR)


@pytest.fixture
def evaluators(sundsvall: Municipality) -> list[User]:
    return [staff(sundsvall, Role.EVALUATOR, display_name="Eva"), UserFactory(email="b@example.com", display_name="Bo")]


@pytest.fixture
def evaluation(topic: Topic, evaluators: list[User], case_officer: User) -> Evaluation:
    evaluators[1].groups.set(evaluators[0].groups.all())
    found = actions.ask_evaluators(
        topic=topic, question="Hemlig fråga?", due_on=DUE, evaluators=evaluators, by=case_officer, now=NOW
    )
    forget()
    return found


@pytest.fixture
def colleague(case_officer: User) -> User:
    person = UserFactory(email="kollega@example.com", display_name="Kollega")
    person.groups.set(case_officer.groups.all())
    return person


def forget() -> None:
    Notification.objects.all().delete()
    OutgoingMail.objects.all().delete()


def lose(person: User, role: str, place: Municipality, chief: User) -> None:
    take_role(municipality=place, person=person, role=role, by=chief, now=NOW)
    forget()


def told(person: User) -> list[str]:
    return list(Notification.objects.filter(person=person).order_by("pk").values_list("sentence", flat=True))


def page(person: User, topic: Topic) -> str:
    client = Client()
    client.force_login(person)
    return client.get(reverse("casework:topic", args=[topic.pk])).content.decode()


def hand_in(evaluation: Evaluation, person: User) -> Sheet:
    judged: dict[str, Any] = dict.fromkeys(CRITERIA, 4) | {f"{name}_words": "" for name in CRITERIA}
    return actions.fill_in(sheet=evaluation.sheets.get(evaluator=person), judged=judged, hand_in=True, now=NOW)


class TestEvaluators:
    def test_who_has_left_is_not_reminded_and_whoever_asked_hears_of_it_once(
        self,
        sundsvall: Municipality,
        evaluation: Evaluation,
        evaluators: list[User],
        case_officer: User,
        colleague: User,
        chief: User,
    ) -> None:
        lose(evaluators[1], Role.EVALUATOR, sundsvall, chief)

        for week in range(3):
            remind(LATE + timedelta(weeks=week))

        assert told(evaluators[1]) == []
        assert not OutgoingMail.objects.filter(to=evaluators[1].email).exists()
        assert len(told(evaluators[0])) == 3
        title = evaluation.topic.title
        assert told(case_officer)[0] == f"Bo har inte längre uppdraget och bedömer inte ”{title}”"
        assert sum("Bo" in words for words in told(case_officer)) == 1
        assert told(colleague) == []

    def test_one_who_comes_back_is_reminded_and_told_of_anew_when_they_leave_again(
        self,
        sundsvall: Municipality,
        evaluation: Evaluation,
        evaluators: list[User],
        case_officer: User,
        chief: User,
    ) -> None:
        lose(evaluators[1], Role.EVALUATOR, sundsvall, chief)
        remind(NOW)
        give_role(municipality=sundsvall, email=evaluators[1].email, role=Role.EVALUATOR, by=chief, now=NOW)
        forget()
        remind(LATE)
        assert told(evaluators[1]) == [f"Bedöm ”{evaluation.topic.title}” senast 20 december 2026"]

        lose(evaluators[1], Role.EVALUATOR, sundsvall, chief)
        remind(LATE + timedelta(hours=1))

        assert told(evaluators[1]) == []
        assert [words[:2] for words in told(case_officer)] == ["Bo"]

    def test_the_page_marks_them_waits_for_the_others_alone_and_offers_to_ask_somebody_else(
        self,
        sundsvall: Municipality,
        evaluation: Evaluation,
        evaluators: list[User],
        case_officer: User,
        chief: User,
    ) -> None:
        before = page(case_officer, evaluation.topic)
        assert LEFT not in before
        assert before.count("har inte svarat") == 2
        lose(evaluators[1], Role.EVALUATOR, sundsvall, chief)

        html = page(case_officer, evaluation.topic)
        assert html.count("har inte svarat") == 1
        assert f'<span>Bo</span> <span class="soft">{LEFT}</span>' in html
        assert "0 av 1 har svarat" in html
        assert f"1 tillfrågad {LEFT} och får inga påminnelser." in html
        assert reverse("casework:ask", args=[evaluation.topic_id]) in html

    def test_all_are_in_when_those_who_are_there_are(
        self,
        sundsvall: Municipality,
        evaluation: Evaluation,
        evaluators: list[User],
        case_officer: User,
        chief: User,
    ) -> None:
        lose(evaluators[1], Role.EVALUATOR, sundsvall, chief)

        hand_in(evaluation, evaluators[0])

        assert told(case_officer) == [f"Alla har bedömt ”{evaluation.topic.title}”. Nu kan du sammanfatta."]

    def test_nor_are_they_told_that_others_are_asked(
        self,
        sundsvall: Municipality,
        evaluation: Evaluation,
        evaluators: list[User],
        case_officer: User,
        chief: User,
    ) -> None:
        lose(evaluators[1], Role.EVALUATOR, sundsvall, chief)

        later = DUE + timedelta(days=5)
        actions.ask_more(evaluation=evaluation, evaluators=[], due_on=later, by=case_officer, now=NOW)

        assert told(evaluators[1]) == []
        assert len(told(evaluators[0])) == 1

    def test_nobody_is_reminded_of_what_they_cannot_see(
        self, evaluation: Evaluation, evaluators: list[User], case_officer: User
    ) -> None:
        Topic.objects.filter(pk=evaluation.topic_id).update(visibility="staff")

        assert remind(LATE) == 0
        assert not Notification.objects.exists()


class TestWhoeverAsked:
    def test_when_they_have_left_the_topics_own_officer_is_told(
        self,
        sundsvall: Municipality,
        evaluation: Evaluation,
        evaluators: list[User],
        case_officer: User,
        colleague: User,
        chief: User,
    ) -> None:
        third = UserFactory(email="tredje@example.com")
        third.groups.set(case_officer.groups.all())
        actions.assign(topic=evaluation.topic, person=third, by=colleague, now=NOW)
        lose(case_officer, Role.CASE_OFFICER, sundsvall, chief)

        for person in evaluators:
            hand_in(evaluation, person)

        assert told(third) == [f"Alla har bedömt ”{evaluation.topic.title}”. Nu kan du sammanfatta."]
        assert told(case_officer) == told(colleague) == told(chief) == []

    def test_else_the_case_officers_else_whoever_runs_the_place(
        self,
        sundsvall: Municipality,
        evaluation: Evaluation,
        evaluators: list[User],
        case_officer: User,
        colleague: User,
        chief: User,
    ) -> None:
        lose(case_officer, Role.CASE_OFFICER, sundsvall, chief)
        remind(LATE)
        assert len(told(colleague)) == 1
        assert told(case_officer) == told(chief) == []

        lose(colleague, Role.CASE_OFFICER, sundsvall, chief)
        for person in evaluators:
            hand_in(evaluation, person)
        assert len(told(chief)) == 1
        assert told(colleague) == told(case_officer) == []


class TestOfficers:
    def test_one_who_has_left_is_marked_and_the_idea_counts_among_those_without(
        self,
        sundsvall: Municipality,
        topic: Topic,
        case_officer: User,
        colleague: User,
        chief: User,
    ) -> None:
        other = published(sundsvall, title="En annan idé").topic
        actions.assign(topic=topic, person=case_officer, by=chief, now=NOW)
        actions.assign(topic=other, person=colleague, by=chief, now=NOW)
        client = Client()
        client.force_login(colleague)

        def without() -> str:
            found = client.get(reverse("ideas_admin:index"), {"visa": "alla", "handlaggare": "ingen"})
            return found.content.decode()

        sheet = reverse("ideas_admin:inspect", args=[topic.idea.pk])
        assert LEFT not in page(colleague, topic) + client.get(sheet).content.decode()
        assert topic.title not in without()
        lose(case_officer, Role.CASE_OFFICER, sundsvall, chief)

        assert LEFT in page(colleague, topic)
        assert LEFT in client.get(sheet).content.decode()
        assert topic.title in without()
        assert other.title not in without()
        assert LEFT not in page(colleague, other)

    def test_who_runs_the_place_still_works_with_it(
        self, sundsvall: Municipality, topic: Topic, case_officer: User, chief: User
    ) -> None:
        actions.assign(topic=topic, person=case_officer, by=chief, now=NOW)
        give_role(municipality=sundsvall, email=case_officer.email, role=Role.ADMINISTRATOR, by=chief, now=NOW)
        lose(case_officer, Role.CASE_OFFICER, sundsvall, chief)

        assert LEFT not in page(chief, topic)

    def test_one_who_has_left_is_not_told_that_it_went_to_another(
        self,
        sundsvall: Municipality,
        topic: Topic,
        case_officer: User,
        colleague: User,
        chief: User,
    ) -> None:
        actions.assign(topic=topic, person=case_officer, by=chief, now=NOW)
        lose(case_officer, Role.CASE_OFFICER, sundsvall, chief)

        actions.assign(topic=topic, person=colleague, by=chief, now=NOW)

        assert told(case_officer) == []
        assert told(colleague) == [f"Du handlägger ”{topic.title}”"]
