"""What the page of a kept idea shows of those that went into it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..models import Idea

if TYPE_CHECKING:
    from django.http import HttpRequest

CAME_FROM = "fran"  # the number of the merged idea whose address led here


@dataclass(frozen=True)
class Part:
    idea: Idea
    is_open: bool


def merged_into(idea: Idea, request: HttpRequest) -> dict[str, Any]:
    """The ideas that are read on this page, with their writers: one question, and none where there are none."""
    if not idea.has_merged:  # type: ignore[attr-defined]  # annotated by `with_mine`
        return {"parts": [], "came_from": None}
    merged = Idea.objects.filter(merged_into=idea).select_related("topic__author__home").order_by("pk")
    asked = request.GET.get(CAME_FROM, "")
    parts = [Part(one, is_open=one.reference == asked) for one in merged]
    return {
        "parts": parts,
        "number_of_parts": len(parts) + 1,
        "came_from": next((part.idea for part in parts if part.is_open), None),
    }
