"""Where a report would go, and why: by the same rules and guesses as one that is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from participation.faults.actions.dispatching import destination
from participation.faults.answering import AnswersForm
from participation.faults.deciding import Decision, Facts, decide, facts_of
from participation.faults.guessing import guess
from participation.faults.owners import owner_at

if TYPE_CHECKING:
    from participation.faults.models import CaseSystem, Choice, FaultCategory, RoutingRule

    from .forms import TryForm


@dataclass(frozen=True)
class Tried:
    """`answers` are the questions of the category, to answer and try again; `stop` one that sends it elsewhere."""

    decision: Decision
    category: FaultCategory | None
    is_guess: bool
    answers: AnswersForm | None
    stop: Choice | None
    system: CaseSystem | None
    system_code: str


def try_out(form: TryForm, rules: list[RoutingRule]) -> Tried:
    """Of a valid form; `rules` are those in use."""
    if form.report is not None:
        return _tried(decide(rules, facts_of(form.report)), form.report.category)
    said = form.cleaned_data
    chosen: FaultCategory | None = said["category"]
    category = chosen or guess(form.categories, said["words"])
    answers, owned = _answers(category, form), owner_at(form.position)
    facts = Facts(
        category=category,
        at=said["at"] or timezone.now(),
        position=form.position,
        owner=owned.owner if owned else None,
        answers={answer["code"]: answer["values"] for answer in answers.to_store} if answers else {},
    )
    return _tried(decide(rules, facts), category, is_guess=category is not chosen, answers=answers)


def _tried(
    decision: Decision, category: FaultCategory | None, *, is_guess: bool = False, answers: AnswersForm | None = None
) -> Tried:
    found = None if decision.hand_to else destination(decision, category)
    return Tried(
        decision=decision,
        category=category,
        is_guess=is_guess,
        answers=answers,
        stop=answers.stop if answers else None,
        system=found[0] if found else None,
        system_code=found[1] if found else "",
    )


def _answers(category: FaultCategory | None, form: TryForm) -> AnswersForm | None:
    """Whoever tries answers what they like: nothing is required of them."""
    questions = list(category.questions.prefetch_related("choices")) if category else []
    if not questions:
        return None
    answers = AnswersForm(form.data, questions=questions)
    for field in answers.fields.values():
        field.required = False
    answers.full_clean()
    return answers
