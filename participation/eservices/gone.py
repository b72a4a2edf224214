"""Of an e-service that the municipality took away, the page stays for as long as it leads to something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from participation.topics.models import Topic

from .ideas_link import or_kept
from .models import EService

if TYPE_CHECKING:
    from datetime import datetime


def keep_pages_true(now: datetime) -> int:
    """Every hour: what people wrote about them has come out, or has gone. Returns how many changed."""
    spoken_of = Exists(Topic.objects.filter(about=OuterRef("topic")))
    services = EService.objects.filter(spoken_of | Q(topic__visibility=Topic.Visibility.PUBLIC), gone_at__isnull=False)
    return sum(keep_page_true(service) for service in services.select_related("topic").iterator(chunk_size=200))


def keep_page_true(service: EService) -> bool:
    """Public while an idea or a proposal about it is: one that nobody sees tells nobody that it is there."""
    about = Topic.objects.public().filter(or_kept(service.topic.concerning.values("pk")))
    visibility = Topic.Visibility.PUBLIC if about.exists() else Topic.Visibility.NOBODY
    if service.topic.visibility == visibility:
        return False
    service.topic.visibility = visibility
    service.topic.save(update_fields=["visibility"])
    return True
