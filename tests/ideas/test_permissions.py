from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import AnonymousUser

from participation.ideas import actions
from participation.ideas import permissions as may
from participation.topics.models import Topic

from .factories import NOW, a_draft, add_supports, in_review, published

if TYPE_CHECKING:
    from collections.abc import Callable

    from participation.accounts.models import User
    from participation.ideas.models import Idea
    from participation.places.models import Municipality

ALL = [
    may.can_edit_draft,
    may.can_delete_draft,
    may.can_edit,
    may.can_add,
    may.can_withdraw,
    may.can_restore,
    may.can_moderate,
    may.can_answer,
    may.can_assign,
]


@pytest.mark.parametrize("make", [a_draft, in_review, published])
@pytest.mark.parametrize("rule", ALL)
def test_a_stranger_and_staff_of_another_municipality_may_nothing(
    sundsvall: Municipality, citizen: User, outsider: User, make: Callable[..., Idea], rule: Callable[..., bool]
) -> None:
    idea = make(sundsvall)

    assert not rule(AnonymousUser(), idea)
    assert not rule(citizen, idea)
    assert not rule(outsider, idea)


class TestAuthor:
    def test_writes_and_deletes_a_draft(self, sundsvall: Municipality, author: User) -> None:
        draft, sent = a_draft(sundsvall, author), in_review(sundsvall, author)

        assert may.can_edit_draft(author, draft)
        assert may.can_delete_draft(author, draft)
        assert not may.can_edit_draft(author, sent)

    def test_does_not_delete_what_the_municipality_has_received(
        self, sundsvall: Municipality, author: User, moderator: User
    ) -> None:
        idea = actions.return_for_changes(idea=in_review(sundsvall, author), by=moderator, reason="Nej.", now=NOW)

        assert may.can_edit_draft(author, idea)
        assert not may.can_delete_draft(author, idea)
        assert may.can_withdraw(author, idea)

    def test_edits_until_somebody_supports_it_and_adds_from_then_on(
        self, sundsvall: Municipality, author: User
    ) -> None:
        idea = published(sundsvall, author)
        before = may.can_edit(author, idea)

        add_supports(idea, 1)
        idea.refresh_from_db()

        assert (before, may.can_edit(author, idea), may.can_add(author, idea)) == (True, False, True)

    def test_withdraws_and_restores_one_at_a_time(self, sundsvall: Municipality, author: User) -> None:
        idea = published(sundsvall, author)
        before = may.can_withdraw(author, idea), may.can_restore(author, idea)

        idea = actions.withdraw(idea=idea, by=author, now=NOW)

        assert before == (True, False)
        assert (may.can_withdraw(author, idea), may.can_restore(author, idea)) == (False, True)

    def test_changes_nothing_that_moderation_has_hidden(self, sundsvall: Municipality, author: User) -> None:
        idea = published(sundsvall, author)
        idea.topic.visibility = Topic.Visibility.STAFF

        assert not may.can_edit(author, idea)
        assert not may.can_add(author, idea)
        assert not may.can_withdraw(author, idea)

    def test_may_nothing_once_the_account_is_closed(self, sundsvall: Municipality, author: User) -> None:
        idea = published(sundsvall, author)
        author.is_active = False

        assert not may.can_edit(author, idea)


class TestStaff:
    def test_a_moderator_reviews_the_ideas_of_others(self, sundsvall: Municipality, moderator: User) -> None:
        assert may.can_moderate(moderator, in_review(sundsvall))
        assert not may.can_moderate(moderator, in_review(sundsvall, moderator))

    def test_a_case_officer_answers_and_does_not_review(self, sundsvall: Municipality, case_officer: User) -> None:
        idea = published(sundsvall)

        assert may.can_answer(case_officer, idea)
        assert may.can_assign(case_officer, idea)
        assert not may.can_moderate(case_officer, idea)

    def test_nobody_answers_an_idea_of_their_own(self, sundsvall: Municipality, case_officer: User) -> None:
        assert not may.can_answer(case_officer, published(sundsvall, case_officer))

    def test_an_editor_does_neither(self, sundsvall: Municipality, editor: User) -> None:
        idea = published(sundsvall)

        assert not may.can_moderate(editor, idea)
        assert not may.can_answer(editor, idea)

    def test_a_draft_is_beyond_all_staff(
        self, sundsvall: Municipality, moderator: User, case_officer: User, admin_user: User
    ) -> None:
        idea = a_draft(sundsvall)

        for person in (moderator, case_officer, admin_user):
            assert not may.can_moderate(person, idea)
            assert not may.can_answer(person, idea)
