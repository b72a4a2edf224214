"""Which way an idea may go, as data. `actions` walks it; nothing else changes a status."""

from __future__ import annotations

from dataclasses import dataclass

from participation.topics.models import Topic

from .models import Idea, IdeaVersion

Status = Idea.Status
Visibility = Topic.Visibility


class InvalidTransition(Exception):
    """The idea is no longer where the person thought it was. Nothing was changed."""

    def __init__(self, before: str, after: str) -> None:
        super().__init__(f"{before} → {after}")
        self.before, self.after = before, after


class IdeaGone(InvalidTransition):
    """Its author deleted the draft meanwhile."""

    def __init__(self) -> None:
        super().__init__("", "")


class TextFrozen(Exception):
    """Somebody supports these words, so they stay. Only an addition is possible."""


class VersionWaiting(Exception):
    """A change of this idea waits for review that its writer has not seen, or of another kind: `waiting`."""

    def __init__(self, waiting: IdeaVersion) -> None:
        super().__init__(waiting.kind)
        self.waiting = waiting


@dataclass(frozen=True)
class Rules:
    """What a state means for the topic: who sees it, and whether one can support and discuss it."""

    visibility: str
    can_support: bool = False
    can_discuss: bool = False


RULES: dict[str, Rules] = {
    Status.DRAFT: Rules(Visibility.AUTHOR),
    Status.IN_REVIEW: Rules(Visibility.STAFF),
    Status.PUBLISHED: Rules(Visibility.PUBLIC, can_support=True, can_discuss=True),
    Status.GATHERING: Rules(Visibility.PUBLIC, can_support=True, can_discuss=True),
    Status.TO_BE_ANSWERED: Rules(Visibility.PUBLIC, can_support=True, can_discuss=True),
    # Support goes on while the municipality still has something to do: see `actions.steps`.
    Status.ANSWERED: Rules(Visibility.PUBLIC, can_discuss=True),
    Status.PROPOSAL: Rules(Visibility.PUBLIC, can_discuss=True),
    Status.EXPIRED: Rules(Visibility.PUBLIC, can_discuss=True),
    Status.WITHDRAWN: Rules(Visibility.STAFF),
    Status.REFUSED: Rules(Visibility.STAFF),
    # Its text is read beside the idea that it was merged with: see `merging`.
    Status.MERGED: Rules(Visibility.STAFF),
}

PUBLIC = frozenset(status for status, rules in RULES.items() if rules.visibility == Visibility.PUBLIC)
EDITABLE = frozenset({Status.PUBLISHED, Status.GATHERING})
# An edit that waits comes out no more once the municipality has answered these words. An addition bears its own date.
CAN_STILL_CHANGE = PUBLIC - {Status.ANSWERED, Status.PROPOSAL}
CAN_BE_ADDED_TO = frozenset({Status.PUBLISHED, Status.GATHERING, Status.TO_BE_ANSWERED, Status.ANSWERED})
CAN_BE_ASSIGNED = frozenset({Status.PUBLISHED, Status.GATHERING, Status.TO_BE_ANSWERED, Status.ANSWERED})
ANSWERABLE = frozenset({Status.PUBLISHED, Status.GATHERING, Status.TO_BE_ANSWERED, Status.EXPIRED, Status.ANSWERED})
# Only while the municipality has not answered: whoever supports is never carried over to an answer to somebody else.
MERGEABLE = frozenset({Status.PUBLISHED, Status.GATHERING, Status.TO_BE_ANSWERED})
# A draft that the municipality once received is on its records: it can be withdrawn, never deleted.
WITHDRAWABLE = frozenset(
    {Status.DRAFT, Status.IN_REVIEW, Status.PUBLISHED, Status.GATHERING, Status.TO_BE_ANSWERED, Status.EXPIRED}
)

TRANSITIONS: dict[str, frozenset[str]] = {
    Status.DRAFT: frozenset({Status.IN_REVIEW, Status.PUBLISHED, Status.GATHERING, Status.WITHDRAWN}),
    Status.IN_REVIEW: frozenset({Status.DRAFT, Status.PUBLISHED, Status.GATHERING, Status.REFUSED, Status.WITHDRAWN}),
    Status.PUBLISHED: frozenset(
        {Status.TO_BE_ANSWERED, Status.ANSWERED, Status.PROPOSAL, Status.WITHDRAWN, Status.REFUSED, Status.MERGED}
    ),
    Status.GATHERING: frozenset(
        {
            Status.TO_BE_ANSWERED,
            Status.ANSWERED,
            Status.PROPOSAL,
            Status.EXPIRED,
            Status.WITHDRAWN,
            Status.REFUSED,
            Status.MERGED,
        }
    ),
    Status.TO_BE_ANSWERED: frozenset(
        {Status.ANSWERED, Status.PROPOSAL, Status.WITHDRAWN, Status.REFUSED, Status.MERGED}
    ),
    Status.ANSWERED: frozenset({Status.ANSWERED, Status.PROPOSAL}),
    # The proposal was taken down, or the idea was never meant to be in it: back to where it came from.
    Status.PROPOSAL: frozenset(
        {Status.PUBLISHED, Status.GATHERING, Status.TO_BE_ANSWERED, Status.ANSWERED, Status.EXPIRED}
    ),
    Status.EXPIRED: frozenset({Status.ANSWERED, Status.PROPOSAL, Status.WITHDRAWN}),
    Status.WITHDRAWN: frozenset(
        {
            Status.DRAFT,
            Status.IN_REVIEW,
            Status.PUBLISHED,
            Status.GATHERING,
            Status.TO_BE_ANSWERED,
            Status.EXPIRED,
        }
    ),
    # Only when a refusal was appealed and changed: `actions.take_after_all`.
    Status.REFUSED: frozenset({Status.PUBLISHED, Status.GATHERING, Status.TO_BE_ANSWERED, Status.EXPIRED}),
    Status.MERGED: frozenset(
        {Status.PUBLISHED, Status.GATHERING, Status.TO_BE_ANSWERED, Status.EXPIRED, Status.REFUSED}
    ),
}


def may_go(before: str, after: str) -> bool:
    return after in TRANSITIONS[before]


def check_may_go(before: str, after: str) -> None:
    if not may_go(before, after):
        raise InvalidTransition(before, after)
