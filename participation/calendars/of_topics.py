from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from participation.topics.models import Topic

from .dates import MOST, Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .dates import Wanted


def entries(wanted: Wanted) -> Iterator[Entry]:
    """When support and discussion close, where a topic itself says so; an idea's window is told by the idea."""
    topics = Topic.objects.public().filter(municipality=wanted.municipality, **wanted.moments("closes_at"))
    if wanted.topic:
        topics = topics.filter(pk=wanted.topic.pk)
    for topic in topics.exclude(kind=Topic.Kind.IDEA).order_by("closes_at", "pk")[:MOST]:
        assert topic.closes_at is not None
        yield Entry(
            name=f"topic-{topic.pk}-closes",
            when=topic.closes_at,
            title=_("Stänger: %(title)s") % {"title": topic.title},
            text=topic.summary,
            path=topic.get_absolute_url(),
            changed_at=topic.published_at or topic.created_at,
        )
