from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .decision import Decision


class Appeal(models.Model):
    """The one whom a decision concerns asks for it to be looked at again: once, by somebody else."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("Beslutet står fast")
        CHANGED = "changed", _("Beslutet ändrades")

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="appeal")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="appeals"
    )
    words = models.TextField(_("varför beslutet är fel"), max_length=4000)
    created_at = models.DateTimeField(_("överklagat"), default=timezone.now)
    first_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The decision's own moderator again, for the constraint",
    )
    outcome = models.CharField(_("utfall"), max_length=7, choices=Outcome.choices, blank=True)
    answer = models.TextField(_("svar"), max_length=2000, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("överklagande")
        verbose_name_plural = _("överklaganden")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", decided_at__isnull=True, decided_by__isnull=True)
                | Q(outcome__in=["upheld", "changed"], decided_at__isnull=False) & ~Q(answer=""),
                name="moderation_appeal_is_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(first_decided_by__isnull=True)
                | ~Q(decided_by=F("first_decided_by")),
                name="moderation_appeal_goes_to_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.outcome or '…'}"

    @property
    def is_waiting(self) -> bool:
        return self.decided_at is None
