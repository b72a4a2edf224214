"""Mergers that stand on each other: C went into A, and later A into B. All are read on B."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..models import Idea, Merger

if TYPE_CHECKING:
    from django.db.models import QuerySet


def standing() -> QuerySet[Merger]:
    """Those that nobody has undone."""
    return Merger.objects.filter(undone_at__isnull=True)


def way_of(idea: Idea) -> list[Merger]:
    """What leads from `idea` to where it is read, nearest first. A merged idea never receives another: no circle."""
    way: list[Merger] = []
    here = idea.pk
    while (merger := standing().select_related("idea__topic", "kept__topic").filter(idea=here).first()) is not None:
        way.append(merger)
        here = merger.kept_id
    return way


def below(idea: Idea) -> set[int]:
    """All that went into `idea`, also by way of another; one question for each step."""
    found: set[int] = set()
    newest = {idea.pk}
    while newest:
        newest = set(standing().filter(kept__in=newest).values_list("idea", flat=True)) - found
        found |= newest
    return found


def point(idea: Idea) -> None:
    """Make everything below `idea` lead to where `idea` itself is read."""
    reader = idea.merged_into_id or idea.pk
    Idea.objects.filter(pk__in=below(idea), status=Idea.Status.MERGED).update(merged_into=reader)
