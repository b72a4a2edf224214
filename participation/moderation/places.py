"""Where the thing behind a topic is handled by staff. The apps that own it stand above this one: by address only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist
from django.urls import NoReverseMatch, reverse

if TYPE_CHECKING:
    from participation.topics.models import Topic


def owner_url(topic: Topic) -> str:
    """The staff page of an idea, or the public page of anything else."""
    if topic.kind == topic.Kind.IDEA:
        try:
            return reverse("ideas_admin:inspect", args=[topic.idea.pk])
        except (NoReverseMatch, ObjectDoesNotExist):
            pass
    return topic.get_absolute_url()
