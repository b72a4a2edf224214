"""How a state looks: a shape and a word, always both, and the date that belongs to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from participation.answers.models import Outcome
from participation.answers.shown import when
from participation.core.dates import at_latest, in_words, until
from participation.core.words import unended

from .models import Idea

if TYPE_CHECKING:
    from datetime import date

    from participation.answers.models import Answer

Status = Idea.Status

SHAPES: dict[str, str] = {
    Status.DRAFT: "wait",
    Status.IN_REVIEW: "wait",
    Status.PUBLISHED: "open",
    Status.GATHERING: "support",
    Status.TO_BE_ANSWERED: "town",
    Status.PROPOSAL: "done",
    Status.WITHDRAWN: "no",
    Status.REFUSED: "no",
    Status.EXPIRED: "no",
    Status.MERGED: "merged",
}
# The answer's own kind, as components/answer.html names it, and its shape.
KINDS: dict[str, str] = {
    Outcome.WILL_DO: "yes",
    Outcome.PARTLY: "partly",
    Outcome.WILL_NOT: "no",
    Outcome.EXISTS: "yes",
}
ANSWER_SHAPES: dict[str, str] = {
    Outcome.WILL_DO: "done",
    Outcome.PARTLY: "town",
    Outcome.WILL_NOT: "no",
    Outcome.EXISTS: "done",
}


@dataclass(frozen=True)
class Face:
    shape: str
    word: str
    date: str = ""


def face_of(idea: Idea, *, today: date) -> Face:
    """Reads `idea.answer` where it is answered: select it with the idea."""
    if idea.status == Status.ANSWERED:
        return _answered(idea, today)
    if idea.is_answer_late(today):
        due = in_words(idea.answer_due_on, today=today) if idea.answer_due_on else ""
        return Face("late", _("Svaret är försenat"), _("skulle ha kommit %(day)s") % {"day": due})
    shape = "merged" if idea.became_report_id else SHAPES[idea.status]
    return Face(shape, idea.status_word, _due(idea, today))


def _answered(idea: Idea, today: date) -> Face:
    answer = idea.answer
    if answer is None:
        return Face("done", str(Status.ANSWERED.label))
    if answer.done_on:
        return Face("done", _("Genomförd"), in_words(answer.done_on, today=today))
    if answer.is_late(today):
        return Face("late", _("Löftet är försenat"), when(answer, today=today, late=True))
    return Face(ANSWER_SHAPES[answer.outcome], str(Outcome(answer.outcome).label), _next_step(answer, today))


def _next_step(answer: Answer, today: date) -> str:
    if not answer.is_a_promise:
        return ""
    words = [Truncator(unended(answer.next_step)).chars(60, truncate="…")] if answer.next_step else []
    if answer.next_step_on:
        words.append(at_latest(answer.next_step_on, today=today))
    return " ".join(words)


def _due(idea: Idea, today: date) -> str:
    if idea.status == Status.GATHERING and idea.gathering_until:
        return until(idea.gathering_until, today=today)
    if idea.status == Status.TO_BE_ANSWERED and idea.answer_due_on:
        return at_latest(idea.answer_due_on, today=today)
    return ""
