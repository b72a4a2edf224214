"""What happens with one proposal, for a feed reader: its stages, each with what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404

from participation.core.feeds import PlainAtom
from participation.core.words import without_unseen
from participation.topics.models import Topic
from participation.topics.words_elsewhere import name_of

from .models.stage import StageEntry

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet
    from django.http import HttpRequest

NEWEST = 30


class NewsOfProposal(Feed):
    feed_type = PlainAtom

    def get_object(self, request: HttpRequest, pk: int) -> Topic:
        return get_object_or_404(Topic.objects.public().of_kind(Topic.Kind.PROPOSAL), pk=pk)

    def title(self, topic: Topic) -> str:
        return without_unseen(name_of(topic).title)

    def link(self, topic: Topic) -> str:
        return topic.get_absolute_url()

    def items(self, topic: Topic) -> QuerySet[StageEntry]:
        return StageEntry.objects.filter(topic=topic).select_related("topic").order_by("-at", "-id")[:NEWEST]

    def item_title(self, item: StageEntry) -> str:
        return str(item.get_stage_display())

    def item_description(self, item: StageEntry) -> str:
        return without_unseen(item.note)

    def item_link(self, item: StageEntry) -> str:
        return item.topic.get_absolute_url()

    def item_guid(self, item: StageEntry) -> str:
        return f"samskapa:stage:{item.pk}"

    def item_pubdate(self, item: StageEntry) -> datetime:
        return item.at
