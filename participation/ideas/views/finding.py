"""From an address to an idea, or 404: nothing tells a stranger that a hidden idea exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404

from participation.places.models import Municipality

from ..models import Idea

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpRequest

    from ..permissions import Person


def open_municipality(code: str) -> Municipality:
    return get_object_or_404(Municipality, code=code, is_open=True)


def visible_idea(request: HttpRequest, reference: str) -> Idea:
    ideas = Idea.objects.visible_to(request.user).for_reading().with_mine(request.user)
    return get_object_or_404(ideas, reference=reference)


def readable_idea(request: HttpRequest, reference: str) -> Idea:
    """Also one that was merged with another, for whoever reads that one."""
    ideas = Idea.objects.readable_by(request.user).for_reading().with_mine(request.user)
    return get_object_or_404(ideas, reference=reference)


def where_it_is_read(request: HttpRequest, idea: Idea) -> Idea | None:
    """The idea that `idea` is merged with, where this person may read it."""
    if idea.merged_into_id is None:
        return None
    return Idea.objects.visible_to(request.user).select_related("topic").filter(pk=idea.merged_into_id).first()


def own_idea(request: HttpRequest, key: UUID) -> Idea:
    """By the address that it had as a draft."""
    ideas = Idea.objects.visible_to(request.user).for_reading()
    return get_object_or_404(ideas, key=key, topic__author=request.user)


def allowed_idea(request: HttpRequest, reference: str, may: Callable[[Person, Idea], bool]) -> Idea:
    """The visible idea, if `may(user, idea)`; otherwise 404."""
    idea = visible_idea(request, reference)
    if not may(request.user, idea):
        raise Http404
    return idea
