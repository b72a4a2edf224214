from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from ..merging.actions import part_all_from
from ..models import Idea
from ..permissions import is_hidden
from ..states import WITHDRAWABLE, InvalidTransition, Status
from .coming_back import answer_put_off, where_it_would_be
from .steps import keep_topic_true, locked, move
from .unsent import forget_unsent

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User


@transaction.atomic
def withdraw(*, idea: Idea, by: User, now: datetime) -> Idea:
    """Out of sight for the public, with its supports and its thread, until its author wants it back.

    A draft that was returned stays its author's alone, for it holds words that were never sent.
    Ideas of others that were merged with it get their own pages again.
    """
    part_all_from(idea, now=now)
    idea = locked(idea)
    if idea.status not in WITHDRAWABLE or not idea.reference or is_hidden(idea):
        raise InvalidTransition(idea.status, Status.WITHDRAWN)
    idea.status_before_withdrawal = idea.status
    move(idea, Status.WITHDRAWN, at=now, by=by)
    return idea


@transaction.atomic
def leave_behind(*, idea: Idea, by: User, now: datetime) -> Idea:
    """Of a returned idea whose author goes for good, staff keep what was handed in, and nothing that came since."""
    idea = locked(idea)
    if not idea.is_unsent or not idea.reference:
        raise InvalidTransition(idea.status, Status.WITHDRAWN)
    forget_unsent(idea)
    idea.status_before_withdrawal = ""
    if idea.status == Status.DRAFT:
        move(idea, Status.WITHDRAWN, at=now, by=by)
    else:
        idea.save()
        keep_topic_true(idea, before=idea.status, now=now)
    return idea


@transaction.atomic
def restore(*, idea: Idea, by: User, now: datetime) -> Idea:
    """Back to where it was, as if time had gone on (`coming_back`)."""
    idea = locked(idea)
    if idea.status != Status.WITHDRAWN:
        raise InvalidTransition(idea.status, Status.PUBLISHED)
    to = where_it_would_be(idea, idea.status_before_withdrawal, now)
    if to == Status.TO_BE_ANSWERED:
        idea.answer_due_on = answer_put_off(idea, now, now - idea.status_since)
    idea.status_before_withdrawal = ""
    move(idea, to, at=now, by=by)
    return idea
