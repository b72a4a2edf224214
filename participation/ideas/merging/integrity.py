"""What must always hold of merged ideas; `ideas.integrity` registers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Q

from participation.discussion.models import Comment

from ..models import Idea, Merger, MovedRow
from ..states import Status
from .chains import standing, way_of

if TYPE_CHECKING:
    from collections.abc import Iterator


def astray() -> Iterator[str]:
    """A merged idea leads, by the mergers that stand, to a living idea of its own municipality."""
    merged = Idea.objects.filter(status=Status.MERGED).select_related("topic", "merged_into__topic")
    for idea in merged.iterator():
        kept, way = idea.merged_into, way_of(idea)
        if not way:
            yield f"idea {idea.pk} is merged, but no merger says so"
        elif kept is None or way[-1].kept_id != kept.pk:
            yield f"idea {idea.pk} leads to {idea.merged_into_id}, but its mergers lead to {way[-1].kept_id}"
        elif kept.topic.municipality_id != idea.topic.municipality_id:
            yield f"idea {idea.pk} leads to {kept.pk} in another municipality"
    for pk in Idea.objects.filter(merged_into__status=Status.MERGED).values_list("pk", flat=True).iterator():
        yield f"idea {pk} leads to an idea that is itself merged"
    # One that was refused after it was merged has no page, and what it brought stays where it is.
    loose = standing().exclude(idea__status__in=(Status.MERGED, Status.REFUSED))
    for pk in loose.values_list("pk", flat=True).iterator():
        yield f"merger {pk} stands, but its idea is not merged"


def left_behind() -> Iterator[str]:
    """The thread moves whole, and an undone merger holds nothing."""
    entries = Comment.objects.order_by().filter(topic__idea__status=Status.MERGED)
    for pk in entries.values_list("pk", flat=True).iterator():
        yield f"entry {pk} was left on a merged idea"
    moved = MovedRow.objects.filter(entry__isnull=False, merger__idea__status=Status.MERGED)
    elsewhere = moved.exclude(entry__topic=F("merger__idea__merged_into__topic"))
    for pk in elsewhere.values_list("entry", flat=True).iterator():
        yield f"entry {pk} of a merged idea is not where the idea goes on"
    for pk in (
        Merger.objects.filter(undone_at__isnull=False, moved__isnull=False).values_list("pk", flat=True).distinct()
    ):
        yield f"merger {pk} is undone, but still holds what it moved"
    counted_twice = Q(support__topic=F("merger__idea__topic")) | Q(follow__topic=F("merger__idea__topic"))
    for pk in MovedRow.objects.filter(counted_twice).values_list("pk", flat=True).iterator():
        yield f"moved row {pk} lies where it came from"
