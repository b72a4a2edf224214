"""Two people never decide the same thing twice: a decision holds only for what its maker has seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from participation.core.between import CameBetween

from ..actions.steps import locked, locked_together
from ..merging.rules import NotMergeable
from ..models import IdeaVersion
from ..states import InvalidTransition
from .colleagues import came_between, version_came_between

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from participation.accounts.models import User

    from ..models import Idea, IdeaEvent


def last_event(idea: Idea) -> IdeaEvent:
    return idea.events.select_related("by", "department").order_by("-pk")[0]


def decide(*, idea: Idea, seen: str, by: User, act: Callable[[Idea], object]) -> None:
    """Do `act` on the idea as it stands, if its last event is still the one that was `seen`. Raises CameBetween."""
    try:
        with transaction.atomic():
            fresh = locked(idea)
            last = last_event(fresh)
            if seen != str(last.pk):
                raise CameBetween(came_between(last, idea=fresh, reader=by))
            act(fresh)
    except InvalidTransition:
        raise CameBetween(came_between(last_event(idea), idea=idea, reader=by)) from None


def decide_both(*, ideas: Sequence[Idea], seen: Sequence[str], by: User, act: Callable[[], object]) -> None:
    """Do `act` if the last event of each of `ideas` is still the one that was `seen`. Raises CameBetween."""
    try:
        with transaction.atomic():
            found = locked_together(ideas)
            for idea, stamp in zip(ideas, seen, strict=True):
                last = last_event(found[idea.pk])
                if stamp != str(last.pk):
                    raise CameBetween(f"”{idea.title}”: {came_between(last, idea=found[idea.pk], reader=by)}")
            act()
    except NotMergeable as no:
        raise CameBetween(str(no)) from None
    except InvalidTransition:
        raise CameBetween(came_between(last_event(ideas[0]), idea=ideas[0], reader=by)) from None


def decide_version(*, version: IdeaVersion, seen: str, by: User, act: Callable[[IdeaVersion], object]) -> None:
    """The same for a change that waits: its writer may write it over until it is decided. Raises CameBetween."""
    try:
        with transaction.atomic():
            locked(version.idea)
            fresh = IdeaVersion.objects.select_related("idea__topic", "decided_by").get(pk=version.pk)
            if seen != fresh.stamp or fresh.review != IdeaVersion.Review.WAITING:
                raise CameBetween(version_came_between(fresh, reader=by))
            act(fresh)
    except InvalidTransition:
        raise CameBetween(came_between(last_event(version.idea), idea=version.idea, reader=by)) from None
