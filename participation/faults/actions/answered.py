"""What was answered belongs to the questions of its category, and to the report for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from participation.faults.models import FaultCategory, FaultReport

FIELDS = ("answers", "earlier_answers")


def change_category(report: FaultReport, category: FaultCategory | None) -> None:
    """Of a locked report; the caller saves FIELDS and the category. Back in one that it was before, what was
    answered there counts again."""
    kept = [*report.earlier_answers]
    if report.answers:
        was = report.category
        kept.append({"category": was.pk if was else None, "name": was.name if was else "", "answers": report.answers})
    report.category = category
    back = [row for row in kept if category is not None and row["category"] == category.pk]
    report.answers = [answer for row in back for answer in row["answers"]]
    report.earlier_answers = [row for row in kept if row not in back]
