"""What kind of fault it is: chosen by the citizen, else guessed from the words; with the questions of that kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

from .answering import AnswersForm
from .guessing import guess
from .models import FaultCategory

if TYPE_CHECKING:
    from django.http import QueryDict

    from participation.places.models import Municipality

    from .models import Choice

NONE_OF_THEM = "ingen"  # the citizen says that no category fits


@dataclass
class Kind:
    """`categories` are those to choose from, `category` the one that counts. Without categories there is no choice."""

    categories: list[FaultCategory] = field(default_factory=list)
    category: FaultCategory | None = None
    is_guess: bool = False
    is_none: bool = False
    answers: AnswersForm | None = None

    @property
    def code(self) -> str:
        if self.category is not None:
            return self.category.code
        return NONE_OF_THEM if self.is_none else ""

    @property
    def guessed_code(self) -> str:
        return self.code if self.is_guess else ""

    @property
    def groups(self) -> list[tuple[str, list[FaultCategory]]]:
        """By group, each once, in the order in which it first comes."""
        order = list(dict.fromkeys(row.group for row in self.categories))
        rows = sorted(self.categories, key=lambda row: order.index(row.group))
        return [(name, list(found)) for name, found in groupby(rows, key=lambda row: row.group)]

    @property
    def stop(self) -> Choice | None:
        """The answer that says whose it is instead."""
        return self.answers.stop if self.answers is not None and self.answers.is_bound else None

    @property
    def is_answered(self) -> bool:
        return self.answers is None or (self.answers.is_valid() and self.stop is None)

    @property
    def to_store(self) -> list[dict[str, Any]]:
        return self.answers.to_store if self.answers is not None else []

    def be_silent(self) -> None:
        """Say nothing of answers that are not there yet."""
        if self.answers is not None:
            self.answers.errors.clear()


def kind_of(municipality: Municipality | None, posted: QueryDict | None = None, text: str = "") -> Kind:
    """`posted` holds `category`, and `guessed` if that was our guess: then we may guess again."""
    if municipality is None:
        return Kind()
    kind = Kind(list(FaultCategory.objects.to_choose(municipality)))
    if posted is None:
        return kind
    chosen, guessed = posted.get("category", ""), posted.get("guessed", "")
    by_code = {row.code: row for row in kind.categories}
    kind.is_none = chosen == NONE_OF_THEM
    if chosen in by_code and chosen != guessed:
        kind.category = by_code[chosen]
    elif not kind.is_none:
        kind.category = guess(kind.categories, text)
        kind.is_guess = kind.category is not None
    kind.answers = _answers(kind.category, posted)
    return kind


def _answers(category: FaultCategory | None, posted: QueryDict) -> AnswersForm | None:
    """A category without questions asks nothing, not even the database a second time."""
    if category is None:
        return None
    questions = list(category.questions.prefetch_related("choices"))
    if not questions:
        return None
    form = AnswersForm(posted, questions=questions)
    form.full_clean()
    return form
