from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q

from participation.core.integrity import register, register_counter
from participation.topics.models import Topic

from .models import LeftKey

if TYPE_CHECKING:
    from collections.abc import Iterator

register_counter(Topic.objects.all(), "supports", "stances", Q(stances__stance="for"))
register_counter(Topic.objects.all(), "objections", "stances", Q(stances__stance="against"))


def counted_twice() -> Iterator[str]:
    """An address that left has one stance on a topic."""
    rows = LeftKey.objects.order_by().values("support__topic", "key").annotate(times=Count("pk")).filter(times__gt=1)
    for row in rows.iterator():
        yield f"topic {row['support__topic']} counts an address that left {row['times']} times"


register("voting.one_stance_an_address", counted_twice)
