from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.notifications.models import OutgoingMail

from .letter import Letter
from .subscription import Subscription


class Delivery(models.Model):
    """One letter to one address, once. The address is kept as a keyed hash: recognised again, never read."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("Väntar")
        SENT = "sent", _("Skickat")
        FAILED = "failed", _("Gick inte att skicka")
        UNKNOWN = "unknown", _("Vet inte om det kom fram")
        WITHHELD = "withheld", _("Skickades inte")

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="deliveries")
    key = models.CharField(max_length=64)
    subscription = models.ForeignKey(
        Subscription, on_delete=models.SET_NULL, null=True, blank=True, related_name="deliveries"
    )
    mail = models.OneToOneField(
        OutgoingMail, on_delete=models.SET_NULL, null=True, blank=True, related_name="newsletter_delivery"
    )
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.WAITING)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["letter", "key"], name="newsletters_nobody_gets_it_twice")
        ]
        indexes: ClassVar = [
            models.Index(fields=["letter"], condition=Q(outcome="waiting"), name="newsletters_under_way")
        ]

    def __str__(self) -> str:
        return f"{self.letter_id}: {self.outcome}"
