"""Where a merged idea goes on, for whoever still holds its old page (see `participation.topics.continuing`)."""

from __future__ import annotations

from typing import Any

from ..models import Idea


def topic_of_kept(sender: Any, topic: int, **kwargs: Any) -> int | None:
    merged = Idea.objects.filter(topic=topic, merged_into__isnull=False)
    return merged.values_list("merged_into__topic", flat=True).first()
