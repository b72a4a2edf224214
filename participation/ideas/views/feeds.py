"""What happens with one idea, for a feed reader: what everybody may read of its way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404

from participation.core.feeds import PlainAtom
from participation.core.words import without_unseen

from ..models import Idea, IdeaEvent

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet
    from django.http import HttpRequest

NEWEST = 30
Kind = IdeaEvent.Kind
TOLD = (Kind.MOVED, Kind.EDITED, Kind.ADDED, Kind.DONE)


class NewsOfIdea(Feed):
    """The same for everybody: who asks does not matter."""

    feed_type = PlainAtom

    def get_object(self, request: HttpRequest, reference: str) -> Idea:
        ideas = Idea.objects.visible_to(AnonymousUser()).select_related("topic")
        return get_object_or_404(ideas, reference=reference)

    def title(self, idea: Idea) -> str:
        return without_unseen(idea.topic.title)

    def link(self, idea: Idea) -> str:
        return idea.get_absolute_url()

    def items(self, idea: Idea) -> QuerySet[IdeaEvent]:
        public = IdeaEvent.objects.filter(idea=idea, is_public=True, kind__in=TOLD, at__gte=idea.topic.published_at)
        return public.select_related("idea__topic").order_by("-at", "-id")[:NEWEST]

    def item_title(self, item: IdeaEvent) -> str:
        return str(item.get_status_display() if item.kind == Kind.MOVED else item.get_kind_display())

    def item_description(self, item: IdeaEvent) -> str:
        """The reason where the page shows it: with an answer."""
        answered = item.kind == Kind.DONE or item.status == Idea.Status.ANSWERED
        return without_unseen(item.reason) if answered and item.kind in (Kind.MOVED, Kind.DONE) else ""

    def item_link(self, item: IdeaEvent) -> str:
        return f"{item.idea.get_absolute_url()}#handelse-{item.pk}"

    def item_guid(self, item: IdeaEvent) -> str:
        return f"samskapa:idea-event:{item.pk}"

    def item_pubdate(self, item: IdeaEvent) -> datetime:
        return item.at
