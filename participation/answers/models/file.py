from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from participation.attachments.models import Attachment
from participation.topics.models import Topic

from .taken_away import TakenAway


class AnswerFile(TakenAway, Attachment):
    """The decision behind an answer, as a document. Never changed: another file is another row."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="answer_files")

    class Meta(Attachment.Meta):
        verbose_name = _("beslutshandling")
        verbose_name_plural = _("beslutshandlingar")
        constraints = [*Attachment.Meta.constraints, *TakenAway.Meta.constraints]

    def get_absolute_url(self) -> str:
        return reverse("answers:file", args=[self.pk])
