from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from participation.topics.models import Topic


class Stage(models.TextChoices):
    NEED = "need", _("Behov")
    CODESIGN = "codesign", _("Samskapande")
    PROTOTYPE = "prototype", _("Prototyp")
    DECISION = "decision", _("Beslut")
    DEVELOPMENT = "development", _("Utveckling")
    IN_USE = "in_use", _("I drift")
    STOPPED = "stopped", _("Stoppat")


WAY = [Stage.NEED, Stage.CODESIGN, Stage.PROTOTYPE, Stage.DECISION, Stage.DEVELOPMENT, Stage.IN_USE]
NOT_ASKED_FOR = (Stage.STOPPED, Stage.IN_USE)  # nothing that residents say changes it any more


class StageEntry(models.Model):
    """A proposal came to a stage: dated, public, and never changed afterwards, only told in other languages."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="stage_entries")
    stage = models.CharField(max_length=12, choices=Stage.choices)
    at = models.DateTimeField()
    note = models.CharField(_("vad som hände"), max_length=300, blank=True)
    language = models.CharField(max_length=10, default=settings.LANGUAGE_CODE, help_text="Of the note")
    translations = models.JSONField(default=dict, blank=True, help_text="The note in other languages, by their codes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("steg")
        verbose_name_plural = _("steg")

    def __str__(self) -> str:
        return f"{self.topic_id}: {self.stage}"

    def note_for(self, language: str | None) -> tuple[str, str]:
        """The note in `language` where somebody translated it, and the language it is in."""
        translated = self.translations.get(language or "", "")
        return (translated, str(language)) if translated else (self.note, self.language)

    @property
    def said(self) -> dict[str, str]:
        note, language = self.note_for(get_language())
        return {"note": note, "language": language}
