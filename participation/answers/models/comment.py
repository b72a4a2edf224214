from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .draft import AnswerDraft


class AnswerComment(models.Model):
    """What somebody says of an answer on its way without deciding. Stands and is read among the decisions."""

    draft = models.ForeignKey(AnswerDraft, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="answer_comments"
    )
    step = models.CharField(max_length=255, blank=True)  # by name, as it was called: steps are removed
    text = models.TextField(_("kommentar"), max_length=2000)
    written_at = models.DateTimeField()
    mentioned = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="mentioned_in_answers", verbose_name=_("säg till"), blank=True
    )

    class Meta:
        verbose_name = _("kommentar till ett svar")
        verbose_name_plural = _("kommentarer till svar")

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.pk}"
