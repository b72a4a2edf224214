"""What several evaluators said, as one can see it: a mean of each criterion, and how far apart they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .models import CRITERIA, HIGHEST, LOWEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .models import Sheet


ENOUGH = 3  # of fewer, a mean tells what one of them said to whoever knows who they were


@dataclass(frozen=True)
class Judged:
    """`spread`: how many gave each grade, from the lowest to the highest."""

    title: str
    think_of: str
    mean: float
    spread: list[tuple[int, int]]

    @property
    def stands_apart(self) -> bool:
        """Whether some spoke for it and some against."""
        given = [grade for grade, count in self.spread if count]
        return bool(given) and given[-1] - given[0] >= 3


def said_in(sheet: Sheet) -> list[tuple[str, int | None, str]]:
    """(criterion, grade, why) of each criterion."""
    return [
        (str(title), getattr(sheet, name), getattr(sheet, f"{name}_words"))
        for name, (title, _think_of) in CRITERIA.items()
    ]


def judged(sheets: Sequence[Sheet]) -> list[Judged]:
    """Of those that are handed in; nothing without any."""
    handed_in = [sheet for sheet in sheets if sheet.handed_in_at]
    if not handed_in:
        return []
    return [
        _of([getattr(sheet, name) for sheet in handed_in], str(title), str(think_of))
        for name, (title, think_of) in CRITERIA.items()
    ]


def judged_openly(sheets: Sequence[Sheet]) -> list[Judged]:
    """What everybody may read: the means alone are shown of it, and nothing of too few."""
    return judged(sheets) if sum(1 for sheet in sheets if sheet.handed_in_at) >= ENOUGH else []


def _of(grades: list[int], title: str, think_of: str) -> Judged:
    spread = [(grade, grades.count(grade)) for grade in range(LOWEST, HIGHEST + 1)]
    return Judged(title, think_of, mean=round(sum(grades) / len(grades), 1), spread=spread)
