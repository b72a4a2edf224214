from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Device(models.Model):
    """A browser on which a person asked for their news. Who holds the endpoint may write to it: it is never shown."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="push_devices")
    name = models.CharField(_("enhet"), max_length=80)
    endpoint = models.TextField()
    endpoint_key = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the endpoint")
    public_key = models.CharField(max_length=100, help_text="p256dh, as the browser gave it")
    secret = models.CharField(max_length=40, help_text="auth, as the browser gave it")
    created_at = models.DateTimeField(default=timezone.now)
    told_until = models.BigIntegerField(help_text="The newest news that was pushed, or was there before")
    not_before = models.DateTimeField(null=True, blank=True, help_text="Its push service asked us to wait")
    failures = models.PositiveSmallIntegerField(default=0)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("enhet")
        verbose_name_plural = _("enheter")
        ordering: ClassVar = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.name
