from __future__ import annotations

import pytest

from participation.ideas.models import Idea
from participation.ideas.states import (
    ANSWERABLE,
    CAN_BE_ADDED_TO,
    EDITABLE,
    PUBLIC,
    RULES,
    TRANSITIONS,
    WITHDRAWABLE,
    InvalidTransition,
    check_may_go,
    may_go,
)

Status = Idea.Status


def test_every_state_has_rules_and_ways_onward() -> None:
    assert set(RULES) == set(TRANSITIONS) == set(Status)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN, Status.REFUSED, Status.MERGED])
def test_what_the_public_must_not_see_can_neither_be_supported_nor_discussed(status: str) -> None:
    rules = RULES[status]

    assert rules.visibility != "public"
    assert not rules.can_support
    assert not rules.can_discuss


def test_only_the_author_sees_a_draft() -> None:
    assert RULES[Status.DRAFT].visibility == "author"


def test_a_refused_idea_goes_nowhere_but_to_the_public_when_an_appeal_changes_that() -> None:
    assert TRANSITIONS[Status.REFUSED] <= PUBLIC


def test_what_can_be_changed_or_answered_is_public() -> None:
    assert EDITABLE | CAN_BE_ADDED_TO | ANSWERABLE <= PUBLIC


def test_everything_that_can_be_withdrawn_may_go_there_and_back() -> None:
    for status in WITHDRAWABLE:
        assert may_go(status, Status.WITHDRAWN)
        assert may_go(Status.WITHDRAWN, status)


def test_a_way_that_is_not_in_the_table_is_refused() -> None:
    with pytest.raises(InvalidTransition) as refused:
        check_may_go(Status.DRAFT, Status.ANSWERED)

    assert (refused.value.before, refused.value.after) == ("draft", "answered")
