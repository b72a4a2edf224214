from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied

from participation.ideas import actions
from participation.ideas.models import IdeaVersion
from participation.ideas.staff.reach import counts, ideas_for
from participation.ideas.states import InvalidTransition, TextFrozen, VersionWaiting
from participation.notifications.models import Notification
from tests import answering
from tests.factories import DepartmentFactory

from .factories import NOW, add_supports, in_review, published

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.ideas.models import Idea
    from participation.places.models import Municipality


def edit(idea: Idea, by: User, text: str = "Helt ny text.", over: str = "") -> IdeaVersion:
    return actions.edit_published(idea=idea, by=by, title="Ny rubrik", text=text, now=NOW, over=over)


class TestEditing:
    def test_is_public_at_once_where_review_comes_afterwards(self, reviewing_after: Municipality, author: User) -> None:
        idea = published(reviewing_after, author)

        version = edit(idea, author)

        idea.refresh_from_db()
        assert (version.review, version.number) == ("public", 2)
        assert (idea.title, idea.topic.title, idea.topic.summary) == ("Ny rubrik", "Ny rubrik", "Helt ny text.")

    def test_waits_for_review_and_leaves_the_public_text_as_it_was(self, sundsvall: Municipality, author: User) -> None:
        idea = published(sundsvall, author)

        version = edit(idea, author)

        idea.refresh_from_db()
        assert version.review == "waiting"
        assert idea.title == idea.topic.title == "Belys spåret runt Sidsjön"
        assert "ny text" not in idea.topic.search_text

    def test_is_refused_after_the_first_support(self, sundsvall: Municipality, author: User) -> None:
        idea = published(sundsvall, author)
        add_supports(idea, 1)

        with pytest.raises(TextFrozen):
            edit(idea, author)
        assert idea.versions.count() == 1

    def test_again_before_review_writes_over_what_nobody_has_read(self, sundsvall: Municipality, author: User) -> None:
        idea = published(sundsvall, author)

        first = edit(idea, author)
        second = edit(idea, author, "Bättre.", over=first.stamp)

        assert first.pk == second.pk
        assert idea.versions.get(review="waiting").text == "Bättre."

    def test_is_for_what_is_published(self, sundsvall: Municipality, author: User) -> None:
        with pytest.raises(InvalidTransition):
            edit(in_review(sundsvall, author), author)


class TestAdding:
    def test_is_possible_when_the_text_is_frozen(self, reviewing_after: Municipality, author: User) -> None:
        idea = published(reviewing_after, author)
        supporter = add_supports(idea, 1)[0]

        actions.add_addition(idea=idea, by=author, text="Grannarna håller med.", now=NOW)

        idea.refresh_from_db()
        assert "Grannarna" not in idea.text
        assert "Grannarna håller med." in idea.topic.search_text
        assert Notification.objects.get(person=supporter).sentence.endswith("har fått ett tillägg")

    def test_is_not_found_in_search_while_it_waits(self, sundsvall: Municipality, author: User) -> None:
        idea = published(sundsvall, author)

        actions.add_addition(idea=idea, by=author, text="Grannarna håller med.", now=NOW)

        idea.topic.refresh_from_db()
        assert "Grannarna" not in idea.topic.search_text

    def test_does_not_replace_an_edit_that_waits(self, sundsvall: Municipality, author: User) -> None:
        idea = published(sundsvall, author)
        edit(idea, author)

        with pytest.raises(VersionWaiting):
            actions.add_addition(idea=idea, by=author, text="Mer.", now=NOW)


class TestReviewing:
    def test_an_approved_edit_is_what_all_read(self, sundsvall: Municipality, author: User, moderator: User) -> None:
        idea = published(sundsvall, author)

        actions.approve_version(version=edit(idea, author), by=moderator, now=NOW)

        idea.refresh_from_db()
        assert (idea.title, idea.topic.title) == ("Ny rubrik", "Ny rubrik")
        assert idea.events.filter(kind="edited").count() == 1

    def test_an_edit_of_what_somebody_supports_meanwhile_stays_out(
        self, sundsvall: Municipality, author: User, moderator: User
    ) -> None:
        idea = published(sundsvall, author)
        version = edit(idea, author)
        add_supports(idea, 1)

        with pytest.raises(TextFrozen):
            actions.approve_version(version=version, by=moderator, now=NOW)
        idea.refresh_from_db()
        assert idea.title == "Belys spåret runt Sidsjön"

    def test_a_refused_edit_is_between_author_and_reviewers(
        self, sundsvall: Municipality, author: User, moderator: User
    ) -> None:
        idea = published(sundsvall, author)

        actions.refuse_version(version=edit(idea, author), by=moderator, reason="Otydligt.", now=NOW)

        idea.refresh_from_db()
        assert idea.title == "Belys spåret runt Sidsjön"
        assert Notification.objects.filter(person=author).order_by("id").last().body == "Otydligt."  # type: ignore[union-attr]
        assert not idea.events.get(kind="version_refused").is_public

    def test_nobody_approves_their_own(self, sundsvall: Municipality, moderator: User) -> None:
        version = edit(published(sundsvall, moderator), moderator)

        with pytest.raises(PermissionDenied):
            actions.approve_version(version=version, by=moderator, now=NOW)

    def test_a_decision_is_made_once(self, sundsvall: Municipality, author: User, moderator: User) -> None:
        version = edit(published(sundsvall, author), author)
        actions.approve_version(version=version, by=moderator, now=NOW)

        with pytest.raises(InvalidTransition):
            actions.refuse_version(version=version, by=moderator, reason="Nej.", now=NOW)

    def test_a_change_of_a_withdrawn_idea_is_not_brought_out(
        self, sundsvall: Municipality, author: User, moderator: User
    ) -> None:
        idea = published(sundsvall, author)
        version = edit(idea, author)
        actions.withdraw(idea=idea, by=author, now=NOW)

        with pytest.raises(InvalidTransition):
            actions.approve_version(version=version, by=moderator, now=NOW)


class TestAChangeThatCanNeverComeOut:
    @pytest.mark.parametrize("act", ["refuse", "withdraw"])
    def test_leaves_the_queue_with_an_idea_that_leaves_the_public(
        self, sundsvall: Municipality, author: User, moderator: User, act: str
    ) -> None:
        idea = published(sundsvall, author)
        version = actions.add_addition(idea=idea, by=author, text="Mer.", now=NOW)

        if act == "refuse":
            actions.refuse(idea=idea, by=moderator, reason="Reklam.", now=NOW)
        else:
            actions.withdraw(idea=idea, by=author, now=NOW)

        version.refresh_from_db()
        assert (version.review, version.reason) == (
            "refused",
            "Idén är inte längre publicerad, så ändringen granskas inte.",
        )
        assert counts(ideas_for(moderator), today=NOW.date())["versions"] == 0
        assert Notification.objects.filter(person=author, kind="version_refused").count() == 1

    def test_is_an_edit_of_what_the_municipality_has_answered(
        self, sundsvall: Municipality, author: User, moderator: User, case_officer: User
    ) -> None:
        idea = published(sundsvall, author)
        version = edit(idea, author)

        answered(idea, case_officer)

        version.refresh_from_db()
        assert version.review == "refused"
        assert version.reason.startswith("Kommunen svarade innan")
        IdeaVersion.objects.filter(pk=version.pk).update(review="waiting")  # as it could stand before
        with pytest.raises(TextFrozen):
            actions.approve_version(version=version, by=moderator, now=NOW)
        actions.refuse_version(version=version, by=moderator, reason="Nej.", now=NOW)

    def test_is_not_an_addition_to_it(
        self, sundsvall: Municipality, author: User, moderator: User, case_officer: User
    ) -> None:
        idea = published(sundsvall, author)
        version = actions.add_addition(idea=idea, by=author, text="Mer.", now=NOW)

        answered(idea, case_officer)

        assert actions.approve_version(version=version, by=moderator, now=NOW).review == "public"


def answered(idea: Idea, by: User) -> Idea:
    department = DepartmentFactory(municipality=idea.topic.municipality)
    words = {"outcome": "will_not", "sentence": "Nej.", "text": "Det finns inte pengar."}
    return answering.answer(idea=idea, by=by, department=department, now=NOW, **words)
