from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from participation.answers.errors import CannotBeAnswered
from participation.ideas import actions
from participation.ideas.states import InvalidTransition
from participation.notifications.models import Notification
from tests import answering
from tests.factories import DepartmentFactory, TopicFactory

from .factories import NOW, add_supports, in_review, published

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.ideas.models import Idea
    from participation.places.models import Department, Municipality


def answered(idea: Idea, by: User, department: Department, **more: Any) -> Idea:
    words = {"outcome": "partly", "sentence": "Ja till halva sträckan.", "text": "Norra sidan lämnar vi mörk."}
    return answering.answer(idea=idea, by=by, department=department, now=NOW, **{**words, **more})


class TestAssigning:
    def test_is_a_promise_to_answer_where_there_is_no_threshold(
        self, without_threshold: Municipality, case_officer: User, department: Department
    ) -> None:
        idea = actions.assign(idea=published(without_threshold), department=department, by=case_officer, now=NOW)

        assert (idea.status, idea.owner) == ("to_be_answered", department)
        assert idea.answer_due_on == date(2026, 11, 13)

    def test_names_an_owner_while_support_is_gathered(
        self, sundsvall: Municipality, case_officer: User, department: Department
    ) -> None:
        idea = actions.assign(idea=published(sundsvall), department=department, by=case_officer, now=NOW)

        assert (idea.status, idea.owner) == ("gathering", department)
        assert idea.events.get(kind="assigned").department == department

    def test_stays_within_the_municipality(
        self, sundsvall: Municipality, timra: Municipality, case_officer: User
    ) -> None:
        with pytest.raises(ValueError, match="its own municipality"):
            actions.assign(
                idea=published(sundsvall), department=DepartmentFactory(municipality=timra), by=case_officer, now=NOW
            )

    def test_is_not_for_what_waits_for_review(
        self, sundsvall: Municipality, case_officer: User, department: Department
    ) -> None:
        with pytest.raises(InvalidTransition):
            actions.assign(idea=in_review(sundsvall), department=department, by=case_officer, now=NOW)


class TestAnswering:
    def test_is_told_to_author_supporters_and_followers_each_once(
        self, sundsvall: Municipality, author: User, case_officer: User, department: Department
    ) -> None:
        idea = published(sundsvall, author)
        supporters = add_supports(idea, 2)
        Notification.objects.all().delete()

        answered(idea, case_officer, department)

        told = {row.person_id: row.sentence for row in Notification.objects.all()}
        assert told == {
            author.pk: "Kommunen har svarat på din idé ”Belys spåret runt Sidsjön”",
            **{person.pk: "Kommunen har svarat på idén ”Belys spåret runt Sidsjön”" for person in supporters},
        }

    def test_leaves_support_open_while_something_is_to_be_done(
        self, sundsvall: Municipality, case_officer: User, department: Department
    ) -> None:
        idea = answered(published(sundsvall), case_officer, department)

        assert (idea.status, idea.topic.can_support, idea.topic.can_discuss) == ("answered", True, True)
        assert idea.topic.closes_at is None

    def test_closes_support_with_a_no(
        self, sundsvall: Municipality, case_officer: User, department: Department
    ) -> None:
        idea = answered(published(sundsvall), case_officer, department, outcome="will_not")

        assert (idea.topic.can_support, idea.topic.can_discuss) == (False, True)

    def test_can_be_given_anew(self, sundsvall: Municipality, case_officer: User, department: Department) -> None:
        idea = answered(published(sundsvall), case_officer, department)

        idea = answered(idea, case_officer, department, outcome="will_do", sentence="Ja, hela vägen.")

        assert idea.answer.sentence == "Ja, hela vägen."
        assert idea.events.filter(status="answered").count() == 2

    def test_is_not_for_what_the_public_has_not_seen(
        self, sundsvall: Municipality, case_officer: User, department: Department
    ) -> None:
        with pytest.raises(CannotBeAnswered):
            answered(in_review(sundsvall), case_officer, department)


class TestDone:
    def test_closes_support_and_tells_everybody(
        self, sundsvall: Municipality, author: User, case_officer: User, department: Department
    ) -> None:
        idea = answered(published(sundsvall, author), case_officer, department)

        idea = actions.mark_done(
            idea=idea, by=case_officer, done_on=date(2027, 9, 1), sentence="Lyktorna lyser.", now=NOW
        )

        assert not idea.topic.can_support
        assert idea.answer.done_sentence == "Lyktorna lyser."
        newest = Notification.objects.filter(person=author).order_by("-id")[0]
        assert (newest.sentence, newest.body) == ("Din idé ”Belys spåret runt Sidsjön” är genomförd", "Lyktorna lyser.")

    @pytest.mark.parametrize("outcome", ["will_not", "exists"])
    def test_is_only_for_what_was_promised(
        self, sundsvall: Municipality, case_officer: User, department: Department, outcome: str
    ) -> None:
        idea = answered(published(sundsvall), case_officer, department, outcome=outcome)

        with pytest.raises(InvalidTransition):
            actions.mark_done(idea=idea, by=case_officer, done_on=date(2027, 9, 1), sentence="Klart.", now=NOW)


def test_an_idea_that_becomes_a_proposal_leads_there(sundsvall: Municipality, author: User, editor: User) -> None:
    proposal = TopicFactory(municipality=sundsvall, kind="proposal", title="Ett kort för allt")

    idea = actions.become_proposal(
        idea=published(sundsvall, author), proposal_topic=proposal, by=editor, now=NOW + timedelta(days=1)
    )

    assert (idea.status, idea.became, idea.topic.can_support) == ("proposal", proposal, False)
    newest = Notification.objects.filter(person=author).order_by("-id")[0]
    assert newest.sentence == "Din idé ”Belys spåret runt Sidsjön” är nu en del av ett e-tjänsteförslag"
