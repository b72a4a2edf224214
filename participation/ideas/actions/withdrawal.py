from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from ..models import Idea
from ..permissions import is_hidden
from ..states import WITHDRAWABLE, InvalidTransition, Status
from .steps import answer_due_on, locked, move

if TYPE_CHECKING:
    from datetime import date, datetime

    from participation.accounts.models import User


@transaction.atomic
def withdraw(*, idea: Idea, by: User, now: datetime) -> Idea:
    """Out of sight for the public, with its supports and its thread, until its author wants it back."""
    idea = locked(idea)
    if idea.status not in WITHDRAWABLE or not idea.reference or is_hidden(idea):
        raise InvalidTransition(idea.status, Status.WITHDRAWN)
    idea.status_before_withdrawal = idea.status
    move(idea, Status.WITHDRAWN, at=now, by=by)
    return idea


@transaction.atomic
def restore(*, idea: Idea, by: User, now: datetime) -> Idea:
    """Back to where it was, as if time had gone on: a window that has passed has passed.

    The days the municipality has for its answer stand still meanwhile: they are its promise, not the author's.
    """
    idea = locked(idea)
    if idea.status != Status.WITHDRAWN:
        raise InvalidTransition(idea.status, Status.PUBLISHED)
    to = _where_it_would_be(idea, now)
    if to == Status.TO_BE_ANSWERED:
        away = now - idea.status_since
        idea.answer_due_on = _later(idea, now, away)
    idea.status_before_withdrawal = ""
    move(idea, to, at=now, by=by)
    return idea


def _where_it_would_be(idea: Idea, now: datetime) -> str:
    before = idea.status_before_withdrawal
    if before != Status.GATHERING:
        return before
    if idea.topic.supports >= idea.threshold:
        return Status.TO_BE_ANSWERED
    return Status.EXPIRED if idea.gathering_until and idea.gathering_until < now else Status.GATHERING


def _later(idea: Idea, now: datetime, away: timedelta) -> date:
    if idea.answer_due_on is not None:
        return idea.answer_due_on + timedelta(days=away.days)
    return answer_due_on(idea.topic.municipality, now)
