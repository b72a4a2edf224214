"""Where an idea goes on that was away: as if time had gone on meanwhile, but for the municipality's own promise."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ..states import Status
from .steps import answer_due_on

if TYPE_CHECKING:
    from datetime import date, datetime

    from ..models import Idea


def where_it_would_be(idea: Idea, before: str, now: datetime) -> str:
    """A window that has passed has passed."""
    if before != Status.GATHERING:
        return before
    if idea.topic.supports >= idea.threshold:
        return Status.TO_BE_ANSWERED
    return Status.EXPIRED if idea.gathering_until and idea.gathering_until < now else Status.GATHERING


def answer_put_off(idea: Idea, now: datetime, away: timedelta) -> date:
    """The days the municipality has for its answer stand still meanwhile: they are its promise, not the author's."""
    if idea.answer_due_on is not None:
        return idea.answer_due_on + timedelta(days=away.days)
    return answer_due_on(idea.topic.municipality, now)
