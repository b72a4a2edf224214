from __future__ import annotations

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.places.models import Municipality

from .category import FaultCategory


def new_token() -> str:
    return secrets.token_urlsafe(24)


class AreaWatch(models.Model):
    """Somebody who wants a mail when faults are reported in an area. It begins when they have said yes in a mail."""

    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    email = models.EmailField(_("e-post"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="area_watches"
    )
    language = models.CharField(max_length=5, default="sv")
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    category = models.ForeignKey(FaultCategory, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    # Squares of the finest grid, all four or none: without them it is the whole municipality.
    west = models.PositiveIntegerField(null=True, blank=True)
    north = models.PositiveIntegerField(null=True, blank=True)
    east = models.PositiveIntegerField(null=True, blank=True)
    south = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When a mail last asked for a yes")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    told_until = models.DateTimeField(help_text="Reports shown up to then have been told of")

    class Meta:
        verbose_name = _("bevakning")
        verbose_name_plural = _("bevakningar")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(west__isnull=True, north__isnull=True, east__isnull=True, south__isnull=True)
                | Q(west__isnull=False, north__isnull=False, east__isnull=False, south__isnull=False),
                name="faults_watch_has_a_whole_area",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["confirmed_at", "told_until"], name="faults_watches_due")]

    def __str__(self) -> str:
        return f"{self.pk}: {self.municipality_id}"
