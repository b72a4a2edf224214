from __future__ import annotations

import secrets
import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from participation.attachments.models import Attachment
from participation.places.models import Municipality


def new_token() -> str:
    return secrets.token_urlsafe(24)


class FaultReport(models.Model):
    """Something is broken. Private: the reporter follows it by a secret address, staff in the admin."""

    class Status(models.TextChoices):
        RECEIVED = "received", _("Mottagen")
        IN_PROGRESS = "in_progress", _("Vi arbetar med felet")
        FIXED = "fixed", _("Åtgärdad")
        NOT_OURS = "not_ours", _("Någon annans ansvar")
        CLOSED = "closed", _("Avslutad utan åtgärd")

    number = models.CharField(_("nummer"), max_length=20, unique=True)
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    client_key = models.UUIDField(default=uuid.uuid4, unique=True, help_text="Made with the form: one draft, one report")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="fault_reports")
    text = models.TextField(_("vad är fel?"), max_length=4000)
    lat = models.FloatField(null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)])
    lon = models.FloatField(null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)])
    place = models.CharField(_("plats"), max_length=200, blank=True)
    position_source = models.CharField(max_length=10, blank=True, help_text="device, photo, map or words")
    contact_email = models.EmailField(_("e-post"), blank=True)
    contact_phone = models.CharField(_("telefon"), max_length=40, blank=True)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="fault_reports"
    )
    language = models.CharField(max_length=5, default="sv")
    status = models.CharField(_("läge"), max_length=12, choices=Status.choices, default=Status.RECEIVED)
    status_since = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("felanmälan")
        verbose_name_plural = _("felanmälningar")
        constraints = [
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True) | Q(lat__isnull=False, lon__isnull=False),
                name="faults_whole_position",
            ),
            models.CheckConstraint(condition=Q(lat__isnull=False) | ~Q(place=""), name="faults_somewhere"),
        ]
        indexes = [models.Index(fields=["municipality", "status", "-created_at", "-id"], name="faults_newest")]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("faults:status", args=[self.token])


class FaultEvent(models.Model):
    """What happened with a report, in words for the reporter. Append-only."""

    report = models.ForeignKey(FaultReport, on_delete=models.CASCADE, related_name="events")
    status = models.CharField(max_length=12, choices=FaultReport.Status.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    message = models.TextField(_("meddelande till den som anmälde"), blank=True, max_length=2000)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.status}"


class FaultPhoto(Attachment):
    report = models.ForeignKey(FaultReport, on_delete=models.CASCADE, related_name="photos")
