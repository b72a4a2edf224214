from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    REFUSED = "refused", _("adressen finns inte eller är stängd")
    AGAIN_AND_AGAIN = "again", _("mejlen kom inte fram flera dagar")
    COMPLAINT = "complaint", _("ett mejl anmäldes som skräppost")


class ReturnedMail(models.Model):
    """A day on which mail to an address came back. The address is a keyed hash: recognised again, never read."""

    key = models.CharField(max_length=32)
    on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "on"], name="notifications_returned_once_a_day")
        ]
        indexes: ClassVar = [models.Index(fields=["on"], name="notifications_returned_on")]

    def __str__(self) -> str:
        return f"{self.on}"


class StoppedAddress(models.Model):
    """No news is mailed to it until its owner says so. What they ask for themselves, a code to sign in, still is."""

    key = models.CharField(max_length=32, unique=True)
    reason = models.CharField(max_length=10, choices=Reason.choices)
    stopped_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["stopped_at"], name="notifications_stopped_at")]

    def __str__(self) -> str:
        return self.reason
