from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.places.models import Department

from .idea import Idea


class IdeaAnswer(models.Model):
    """What the municipality answers, signed by a department."""

    class Outcome(models.TextChoices):
        WILL_DO = "will_do", _("Ja, det gör vi")
        PARTLY = "partly", _("Ja, delvis")
        WILL_NOT = "will_not", _("Nej")
        EXISTS = "exists", _("Finns redan")

    idea = models.OneToOneField(Idea, on_delete=models.PROTECT, related_name="answer")
    outcome = models.CharField(_("svar"), max_length=10, choices=Outcome.choices)
    sentence = models.CharField(_("svaret i en mening"), max_length=200)
    text = models.TextField(_("svaret"), max_length=8000)
    department = models.ForeignKey(
        Department, verbose_name=_("förvaltning"), on_delete=models.PROTECT, related_name="+"
    )
    registry_number = models.CharField(_("diarienummer"), max_length=40, blank=True)
    next_step = models.CharField(_("vad händer nu"), max_length=300)
    next_step_on = models.DateField(_("när"), null=True, blank=True)
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    done_on = models.DateField(_("genomfört"), null=True, blank=True)
    done_sentence = models.CharField(_("vad vi gjorde"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("svar")
        verbose_name_plural = _("svar")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["will_do", "partly", "will_not", "exists"]), name="ideas_known_outcome"
            )
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def is_a_promise(self) -> bool:
        """Whether the municipality has said that it will do something."""
        return self.outcome in (self.Outcome.WILL_DO, self.Outcome.PARTLY)
