from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.discussion.models import Comment
from participation.topics.models import Topic


class Flag(models.Model):
    """Somebody says that a topic, or an entry in its thread, breaks the rules. Nothing is hidden by a flag."""

    class Reason(models.TextChoices):
        HATE = "hate", _("Hot, hat eller kränkning")
        PERSONAL = "personal", _("Någon annans personuppgifter")
        SPAM = "spam", _("Reklam eller skräp")
        ILLEGAL = "illegal", _("Något olagligt")
        OTHER = "other", _("Något annat")

    class Outcome(models.TextChoices):
        HIDDEN = "hidden", _("Doldes")
        KEPT = "kept", _("Fick vara kvar")

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="flags")
    entry = models.ForeignKey(Comment, on_delete=models.PROTECT, null=True, blank=True, related_name="reports")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="flags"
    )
    reason = models.CharField(_("skäl"), max_length=10, choices=Reason.choices)
    text = models.TextField(_("berätta mer"), blank=True, max_length=1000)
    created_at = models.DateTimeField(auto_now_add=True)
    outcome = models.CharField(max_length=6, choices=Outcome.choices, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decision_reason = models.TextField(blank=True, max_length=1000)

    class Meta:
        verbose_name = _("anmälan av inlägg")
        verbose_name_plural = _("anmälda inlägg")
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "entry", "reporter"], name="moderation_flag_once", nulls_distinct=True
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at__isnull=True) | ~Q(outcome="") & Q(decided_at__isnull=False),
                name="moderation_outcome_has_a_date",
            ),
        ]
        indexes = [models.Index(fields=["topic", "created_at"], condition=Q(outcome=""), name="moderation_waiting")]

    def __str__(self) -> str:
        return self.get_reason_display()
