"""What happens by itself: enough support, or too little in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ..models import Idea
from ..states import Status
from ..telling import in_words, tell_author, tell_case_officers, tell_the_others, with_title
from .steps import answer_due_on, locked, move

if TYPE_CHECKING:
    from datetime import datetime


@transaction.atomic
def reach_threshold(*, idea: Idea, now: datetime) -> bool:
    """Whether it was this support that did it. Called after every support; a promise is not taken back later."""
    idea = locked(idea)
    if idea.status != Status.GATHERING or idea.topic.supports < idea.threshold:
        return False
    _hand_over(idea, now=now)
    return True


def close_windows(now: datetime) -> int:
    """Ideas whose time has passed, each in a transaction of its own; safe to run again. Returns how many moved."""
    due = Idea.objects.filter(status=Status.GATHERING, gathering_until__lt=now).order_by("gathering_until", "pk")
    return sum(close_window(idea=idea, now=now) for idea in due.iterator(chunk_size=200))


@transaction.atomic
def close_window(*, idea: Idea, now: datetime) -> bool:
    idea = locked(idea)
    if idea.status != Status.GATHERING or idea.gathering_until is None or idea.gathering_until >= now:
        return False
    if idea.topic.supports >= idea.threshold:
        _hand_over(idea, now=now)
    else:
        _expire(idea, now=now)
    return True


def _hand_over(idea: Idea, *, now: datetime) -> None:
    idea.answer_due_on = answer_due_on(idea.topic.municipality, now)
    move(idea, Status.TO_BE_ANSWERED, at=now, by=None, department=idea.owner)
    tell_what_time_did(idea, now=now)


def _expire(idea: Idea, *, now: datetime) -> None:
    move(idea, Status.EXPIRED, at=now, by=None)
    tell_what_time_did(idea, now=now)


def tell_what_time_did(idea: Idea, *, now: datetime) -> None:
    """Of an idea that has enough support, or too little in time: its author, who supports or follows it, and whoever
    answers."""
    if idea.status == Status.TO_BE_ANSWERED:
        _tell_reached(idea, now=now)
    elif idea.status == Status.EXPIRED:
        _tell_expired(idea, now=now)


def _tell_reached(idea: Idea, *, now: datetime) -> None:
    assert idea.answer_due_on is not None
    values = {"count": idea.threshold, "day": in_words(idea.answer_due_on)}
    body = with_title(_("Kommunen ska svara senast {day}."), idea, **values)
    told = with_title(_("Din idé ”{title}” har fått {count} stöd"), idea, **values)
    tell_author(idea, "idea_reached", told, by=None, now=now, body=body)
    told = with_title(_("Idén ”{title}” har fått {count} stöd"), idea, **values)
    tell_the_others(idea, "idea_reached", told, by=None, now=now, body=body)
    told = with_title(_("En idé att svara på senast {day}: ”{title}”"), idea, **values)
    tell_case_officers(idea, sentence=told, now=now)


def _tell_expired(idea: Idea, *, now: datetime) -> None:
    values = {"got": idea.topic.supports, "needed": idea.threshold}
    body = with_title(_("Den fick {got} av de {needed} stöd som behövdes. Den finns kvar att läsa."), idea, **values)
    told = with_title(_("Tiden är ute för din idé ”{title}”"), idea)
    tell_author(idea, "idea_expired", told, by=None, now=now, body=body)
    told = with_title(_("Tiden är ute för idén ”{title}”"), idea)
    tell_the_others(idea, "idea_expired", told, by=None, now=now, body=body)
