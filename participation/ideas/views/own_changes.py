"""The words of an author that others do not read: they wait for review, or were not published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..models import Idea, IdeaVersion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, QueryDict

AGAIN = "igen"  # in the address of a form: the number of a refused change that is to be mended
OVER = "over"


def own_changes(idea: Idea) -> list[IdeaVersion]:
    """Newest first. Only for the author: whoever asks has asked `is_author`."""
    rows = idea.versions.exclude(review=IdeaVersion.Review.PUBLIC).exclude(kind=IdeaVersion.Kind.ORIGINAL)
    return list(rows.order_by("-number"))


def taken_up(request: HttpRequest, changes: Sequence[IdeaVersion], kind: str) -> IdeaVersion | None:
    """What the form begins with: the change of this kind that waits, or the refused one that the address names.

    The words of a refused edit may do as an addition, never the other way round.
    """
    waiting = [row for row in changes if row.review == IdeaVersion.Review.WAITING]
    if waiting:
        return waiting[0] if waiting[0].kind == kind else None
    asked = request.GET.get(AGAIN, "")
    fits = {kind, IdeaVersion.Kind.EDIT} if kind == IdeaVersion.Kind.ADDITION else {kind}
    return next((row for row in changes if str(row.number) == asked and row.kind in fits), None)


def over_of(data: QueryDict | None, start: IdeaVersion | None) -> str:
    """The stamp of the waiting change that the writer saw when the form was opened."""
    if data is not None:
        return data.get(OVER, "")
    return start.stamp if start is not None and start.review == IdeaVersion.Review.WAITING else ""
