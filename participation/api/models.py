from __future__ import annotations

import hashlib
import secrets
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.faults.models import FaultReport
from participation.places.models import Municipality


def new_key() -> str:
    return secrets.token_urlsafe(32)


def hash_of(key: str) -> str:
    """A key is long and random: nobody guesses it from its hash, however fast the hash is made."""
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()


class ApiClient(models.Model):
    """Another system that may send to a municipality. Its key is shown once; only the hash is kept."""

    municipality = models.ForeignKey(
        Municipality, verbose_name=_("kommun"), on_delete=models.PROTECT, related_name="api_clients"
    )
    name = models.CharField(_("namn"), max_length=80, help_text=_("Vilket system det är, till exempel FixaMinGata."))
    contact = models.EmailField(_("e-post till den som sköter systemet"), blank=True)
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    may_create = models.BooleanField(_("får skicka felanmälningar"), default=True)
    may_update = models.BooleanField(
        _("får ändra läget"), default=False, help_text=_("På alla kommunens felanmälningar, och svara på dem.")
    )
    rate = models.PositiveIntegerField(
        _("anrop i minuten, högst"), default=60, validators=[MinValueValidator(1), MaxValueValidator(6000)]
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(_("skapad"))
    last_used_on = models.DateField(_("senast använd"), null=True, blank=True)

    class Meta:
        verbose_name = _("nyckel till Open311")
        verbose_name_plural = _("nycklar till Open311")
        ordering = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "name"], name="api_one_client_a_name"),
            models.CheckConstraint(condition=Q(rate__gte=1), name="api_rate_at_least_one"),
        ]

    def __str__(self) -> str:
        return self.name


class Submission(models.Model):
    """A report that came through a key: whoever sent it can follow it, whether or not it is public."""

    client = models.ForeignKey(ApiClient, on_delete=models.PROTECT, related_name="submissions")
    report = models.OneToOneField(FaultReport, on_delete=models.CASCADE, related_name="submission")
    own_id = models.CharField(max_length=200, null=True, help_text="What the client calls it; the same twice is one")  # noqa: DJ001  unique where there is one
    digest = models.CharField(max_length=64, help_text="Of all that was sent, to tell a repetition from a mistake")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["client", "own_id"], name="api_one_report_an_own_id")]

    def __str__(self) -> str:
        return f"{self.client_id}: {self.own_id or self.digest[:8]}"


class Update(models.Model):
    """An update that came through a key, so that it counts once."""

    client = models.ForeignKey(ApiClient, on_delete=models.PROTECT, related_name="updates")
    update_id = models.CharField(max_length=200)
    report = models.ForeignKey(FaultReport, on_delete=models.CASCADE, related_name="api_updates")
    said_at = models.DateTimeField(help_text="When it happened there")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["client", "update_id"], name="api_one_update_an_id")]

    def __str__(self) -> str:
        return f"{self.client_id}: {self.update_id}"
