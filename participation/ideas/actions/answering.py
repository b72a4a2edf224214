from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from participation.answers import actions as answers
from participation.answers.actions.doing import NothingPromised
from participation.answers.models import Change

from ..models import Idea, IdeaEvent
from ..states import ANSWERABLE, CAN_BE_ASSIGNED, InvalidTransition, Status
from ..telling import tell_author, tell_the_others, tell_the_place, with_title
from .steps import answer_due_on, keep_topic_true, locked, move, write_event

if TYPE_CHECKING:
    from datetime import date, datetime

    from participation.accounts.models import User
    from participation.answers.models import Answer, EarlierAnswer
    from participation.places.models import Department

ANSWERED = _("Kommunen har svarat på din idé ”{title}”"), _("Kommunen har svarat på idén ”{title}”")
TOLD = {
    Change.WORDS: (
        _("Kommunen har rättat sitt svar på din idé ”{title}”"),
        _("Kommunen har rättat sitt svar på idén ”{title}”"),
    ),
    Change.PROMISE: (
        _("Kommunen har ändrat vad som händer med din idé ”{title}”"),
        _("Kommunen har ändrat vad som händer med idén ”{title}”"),
    ),
    Change.OUTCOME: (
        _("Kommunen har ändrat sitt svar på din idé ”{title}”"),
        _("Kommunen har ändrat sitt svar på idén ”{title}”"),
    ),
}


@transaction.atomic
def assign(*, idea: Idea, department: Department, by: User, now: datetime) -> Idea:
    """Who owns the next step. Where the municipality has no threshold, this is its promise to answer."""
    idea = locked(idea)
    if idea.status not in CAN_BE_ASSIGNED:
        raise InvalidTransition(idea.status, Status.TO_BE_ANSWERED)
    _of_the_same_place(idea, department)
    idea.owner = department
    if idea.status == Status.PUBLISHED:
        idea.answer_due_on = answer_due_on(idea.topic.municipality, now)
        move(idea, Status.TO_BE_ANSWERED, at=now, by=by, department=department)
        return idea
    idea.save()
    write_event(idea, kind=IdeaEvent.Kind.ASSIGNED, at=now, by=by, department=department)
    return idea


@transaction.atomic
def take_answer(
    *, idea: Idea, answer: Answer, replaced: EarlierAnswer | None = None, by: User | None, now: datetime
) -> Idea:
    """The municipality has answered, for the first time or in place of what is `replaced`. Everybody is told each time.

    Raises InvalidTransition.
    """
    idea = locked(idea)
    if idea.status not in ANSWERABLE:
        raise InvalidTransition(idea.status, Status.ANSWERED)
    _of_the_same_place(idea, answer.department)
    idea.owner = answer.department
    move(idea, Status.ANSWERED, at=now, by=by, department=answer.department, reason=answer.sentence)
    own, theirs = TOLD[Change(replaced.change or Change.OUTCOME)] if replaced else ANSWERED
    told = with_title(own, idea)
    tell_author(idea, "idea_answered", told, by=by, now=now, body=answer.sentence)
    told = with_title(theirs, idea)
    tell_the_others(idea, "idea_answered", told, by=by, now=now, body=answer.sentence)
    tell_the_place(idea, "idea_answered", told, by=by, now=now, body=answer.sentence)
    return idea


@transaction.atomic
def mark_done(*, idea: Idea, by: User, done_on: date, sentence: str, now: datetime) -> Idea:
    """What was promised is done. Raises InvalidTransition where nothing was promised."""
    idea = locked(idea)
    if idea.status != Status.ANSWERED:
        raise InvalidTransition(idea.status, Status.ANSWERED)
    try:
        kept = answers.mark_done(topic=idea.topic, done_on=done_on, sentence=sentence)
    except NothingPromised:
        raise InvalidTransition(idea.status, Status.ANSWERED) from None
    write_event(idea, kind=IdeaEvent.Kind.DONE, at=now, by=by, department=kept.department, reason=sentence)
    keep_topic_true(idea, before=idea.status, now=now)
    told = with_title(_("Din idé ”{title}” är genomförd"), idea)
    tell_author(idea, "idea_done", told, by=by, now=now, body=sentence)
    told = with_title(_("Idén ”{title}” är genomförd"), idea)
    tell_the_others(idea, "idea_done", told, by=by, now=now, body=sentence)
    return idea


def _of_the_same_place(idea: Idea, department: Department) -> None:
    if department.municipality_id != idea.topic.municipality_id:
        raise ValueError("A department answers for its own municipality")
