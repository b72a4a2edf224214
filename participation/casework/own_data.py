"""What this app hands out to a person: what they wrote here, and what they were given to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .figures import said_in
from .models import Assignment, Mention, Note, Sheet

if TYPE_CHECKING:
    from participation.accounts.models import User


def export(person: User) -> dict[str, list[dict[str, Any]]]:
    notes = Note.objects.filter(author=person).select_related("topic").order_by("written_at", "pk")
    sheets = Sheet.objects.filter(evaluator=person).select_related("evaluation__topic")
    assigned = Assignment.objects.filter(person=person).select_related("topic").order_by("since", "pk")
    mentions = Mention.objects.filter(person=person).select_related("note__topic").order_by("pk")
    return {
        "handlägger": [{"om": row.topic.title, "sedan": row.since} for row in assigned],
        "anteckningar": [{"om": row.topic.title, "när": row.written_at, "text": row.text} for row in notes],
        "nämnd i": [{"om": row.note.topic.title, "när": row.note.written_at} for row in mentions],
        "bedömningar": [_judged(sheet) for sheet in sheets],
    }


def _judged(sheet: Sheet) -> dict[str, Any]:
    grades = {title: {"betyg": grade, "varför": words} for title, grade, words in said_in(sheet)}
    return {"om": sheet.evaluation.topic.title, "lämnad": sheet.handed_in_at, **grades}
