from __future__ import annotations

from django.db import models
from django.urls import reverse

from participation.attachments.models import Attachment

from .idea import Idea


class IdeaAttachmentQuerySet(models.QuerySet["IdeaAttachment"]):
    def shown(self) -> IdeaAttachmentQuerySet:
        """Without those that a moderator hid, which its author and moderators see where they are decided on."""
        return self.filter(is_hidden=False)


class IdeaAttachment(Attachment):
    """Seen by whoever sees the idea, and served by a view that asks."""

    is_hidden = models.BooleanField(default=False, help_text="By a moderator's decision")
    objects = IdeaAttachmentQuerySet.as_manager()

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="attachments")

    def get_absolute_url(self) -> str:
        return reverse("ideas:attachment", args=[self.pk])
