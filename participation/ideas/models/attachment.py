from __future__ import annotations

from django.db import models

from participation.attachments.models import Attachment

from .idea import Idea


class IdeaAttachment(Attachment):
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="attachments")
