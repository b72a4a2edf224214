from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ..models import Idea, IdeaAnswer, IdeaEvent
from ..states import ANSWERABLE, CAN_BE_ASSIGNED, InvalidTransition, Status
from ..telling import tell_author, tell_the_others, with_title
from .steps import answer_due_on, keep_topic_true, locked, move, write_event

if TYPE_CHECKING:
    from datetime import date, datetime

    from participation.accounts.models import User
    from participation.places.models import Department


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
def answer(
    *,
    idea: Idea,
    by: User,
    outcome: str,
    sentence: str,
    text: str,
    department: Department,
    now: datetime,
    registry_number: str = "",
    next_step: str = "",
    next_step_on: date | None = None,
) -> Idea:
    """The first answer, or a new one in its place. Author, supporters and followers are told each time."""
    idea = locked(idea)
    if idea.status not in ANSWERABLE:
        raise InvalidTransition(idea.status, Status.ANSWERED)
    _of_the_same_place(idea, department)
    IdeaAnswer.objects.update_or_create(
        idea=idea,
        defaults={
            "outcome": outcome,
            "sentence": sentence,
            "text": text,
            "department": department,
            "registry_number": registry_number,
            "next_step": next_step,
            "next_step_on": next_step_on,
            "answered_at": now,
            "answered_by": by,
            "done_on": None,
            "done_sentence": "",
        },
    )
    idea.owner = department
    move(idea, Status.ANSWERED, at=now, by=by, department=department, reason=sentence)
    told = with_title(_("Kommunen har svarat på din idé ”{title}”"), idea)
    tell_author(idea, "idea_answered", told, by=by, now=now, body=sentence)
    told = with_title(_("Kommunen har svarat på idén ”{title}”"), idea)
    tell_the_others(idea, "idea_answered", told, by=by, now=now, body=sentence)
    return idea


@transaction.atomic
def mark_done(*, idea: Idea, by: User, done_on: date, sentence: str, now: datetime) -> Idea:
    """What was promised is done. Raises InvalidTransition where nothing was promised."""
    idea = locked(idea)
    promise = IdeaAnswer.objects.select_related("department").filter(idea=idea).first()
    if idea.status != Status.ANSWERED or promise is None or not promise.is_a_promise or promise.done_on:
        raise InvalidTransition(idea.status, Status.ANSWERED)
    promise.done_on, promise.done_sentence = done_on, sentence
    promise.save()
    department = promise.department
    write_event(idea, kind=IdeaEvent.Kind.DONE, at=now, by=by, department=department, reason=sentence)
    keep_topic_true(idea, before=idea.status, now=now)
    told = with_title(_("Din idé ”{title}” är genomförd"), idea)
    tell_author(idea, "idea_done", told, by=by, now=now, body=sentence)
    told = with_title(_("Idén ”{title}” är genomförd"), idea)
    tell_the_others(idea, "idea_done", told, by=by, now=now, body=sentence)
    return idea


def _of_the_same_place(idea: Idea, department: Department) -> None:
    if department.municipality_id != idea.topic.municipality_id:
        raise ValueError("A department answers for its own municipality")
