"""Who may lead from one to the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from participation.faults.permissions import can_handle_reports

from ..permissions import can_moderate, is_author
from ..states import Status

if TYPE_CHECKING:
    from participation.accounts.models import User

    from ..models import Idea

# Handed in, and not answered: whoever supports is never carried over to an answer.
MAY_BE_A_FAULT = frozenset({Status.IN_REVIEW, Status.PUBLISHED, Status.GATHERING, Status.TO_BE_ANSWERED})


def can_make_fault(user: User, idea: Idea) -> bool:
    """Before it is published it is the moderator's; then it is whoever's who reviews ideas or handles reports."""
    if can_moderate(user, idea):
        return True
    handles = not is_author(user, idea) and can_handle_reports(user, idea.topic.municipality_id)
    return handles and idea.status != Status.IN_REVIEW
