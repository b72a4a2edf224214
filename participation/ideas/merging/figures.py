"""What a merger would move, counted before anybody decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from participation.discussion.models import Comment
from participation.voting.models import Support

from ..models import MovedRow
from ..states import Status
from .moving import FOLLOWS, SUPPORTS, OfPeople, counted_there

if TYPE_CHECKING:
    from ..models import Idea, Merger


@dataclass(frozen=True)
class Weight:
    supports: int
    already: int  # of them
    followers: int
    followers_already: int
    entries: int
    branches: int
    supports_after: int
    reaches: bool  # whether the kept idea gets enough support by it

    @property
    def moving(self) -> int:
        return self.supports - self.already

    @property
    def followers_moving(self) -> int:
        return self.followers - self.followers_already


def weigh(idea: Idea, kept: Idea) -> Weight:
    supports, already = _people(SUPPORTS, idea, kept)
    followers, followers_already = _people(FOLLOWS, idea, kept)
    entries = Comment.objects.order_by().filter(topic=idea.topic_id)
    after = kept.topic.supports + supports - already
    return Weight(
        supports=supports,
        already=already,
        followers=followers,
        followers_already=followers_already,
        entries=entries.shown().count(),
        branches=entries.roots().count(),
        supports_after=after,
        reaches=kept.status == Status.GATHERING and after >= kept.threshold,
    )


@dataclass(frozen=True)
class Return:
    supports: int
    followers: int
    entries: int


def returning(merger: Merger) -> Return:
    """What the idea would get back: what moved, what stayed counted once, and answers that came since."""
    branch = Q(moved__merger=merger) | Q(root__moved__merger=merger)
    both = Support.objects.filter(topic=merger.idea.topic_id)
    return Return(
        supports=MovedRow.objects.filter(merger=merger, support__isnull=False).count() + both.count(),
        followers=FOLLOWS.rows.filter(Q(topic=merger.idea.topic_id) | Q(moved__merger=merger)).distinct().count(),
        entries=Comment.objects.order_by().filter(branch).shown().distinct().count(),
    )


def _people(kind: OfPeople, idea: Idea, kept: Idea) -> tuple[int, int]:
    """How many, and how many of them the kept idea has already."""
    rows = kind.rows.filter(topic=idea.topic_id)
    return rows.count(), rows.filter(counted_there(kind, idea.topic_id, kept.topic_id)).count()
