from __future__ import annotations

from django.db import models
from django.urls import reverse

from participation.attachments.models import Attachment

from .idea import Idea


class IdeaAttachment(Attachment):
    """Seen by whoever sees the idea, and served by a view that asks."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="attachments")

    def get_absolute_url(self) -> str:
        return reverse("ideas:attachment", args=[self.pk])
