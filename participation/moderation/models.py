from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.discussion.models import Comment
from participation.topics.models import Topic

from .querysets import DecisionQuerySet, FlagQuerySet


class Reason(models.TextChoices):
    HATE = "hate", _("Hot, hat eller kränkning")
    PERSONAL = "personal", _("Någon annans personuppgifter")
    SPAM = "spam", _("Reklam eller skräp")
    ILLEGAL = "illegal", _("Något olagligt")
    OTHER = "other", _("Något annat")


class Decision(models.Model):
    """What a moderator decided about a topic or an entry, and why. Written once, never changed."""

    class Outcome(models.TextChoices):
        HIDDEN = "hidden", _("Doldes")
        KEPT = "kept", _("Fick vara kvar")
        RESTORED = "restored", _("Visades igen")

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="decisions")
    entry = models.ForeignKey(Comment, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    outcome = models.CharField(_("beslut"), max_length=8, choices=Outcome.choices)
    reason = models.CharField(_("skäl"), max_length=300, blank=True)
    decided_at = models.DateTimeField(_("när"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[models.Manager[Decision]] = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("granskningsbeslut")
        verbose_name_plural = _("granskningsbeslut")
        ordering = ["-decided_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome="hidden") | ~Q(reason=""), name="moderation_hidden_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["hidden", "kept", "restored"]), name="moderation_known_outcome"
            ),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()


class Flag(models.Model):
    """Somebody says that a topic, or an entry in its thread, breaks the rules. Nothing is hidden by a flag.

    One waits for each person and thing; of those without an account, one for each reason.
    """

    Reason = Reason

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="flags")
    entry = models.ForeignKey(Comment, on_delete=models.PROTECT, null=True, blank=True, related_name="reports")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="flags"
    )
    reason = models.CharField(_("skäl"), max_length=10, choices=Reason.choices)
    text = models.TextField(_("berätta mer"), blank=True, max_length=1000)
    created_at = models.DateTimeField(_("anmält"), default=timezone.now)
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="flags", verbose_name=_("beslut")
    )

    objects: ClassVar[models.Manager[Flag]] = FlagQuerySet.as_manager()

    class Meta:
        verbose_name = _("anmälan")
        verbose_name_plural = _("anmälda inlägg")
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "reporter"],
                condition=Q(decision__isnull=True, entry__isnull=False),
                name="moderation_one_waiting_on_an_entry",
            ),
            models.UniqueConstraint(
                fields=["topic", "reporter"],
                condition=Q(decision__isnull=True, entry__isnull=True),
                name="moderation_one_waiting_on_a_topic",
            ),
        ]
        indexes = [
            models.Index(fields=["topic", "created_at"], condition=Q(decision__isnull=True), name="moderation_waiting")
        ]

    def __str__(self) -> str:
        return self.get_reason_display()

    @property
    def is_waiting(self) -> bool:
        return self.decision_id is None
