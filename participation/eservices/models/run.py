from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.places.models import Municipality

PREVIEW_LIFE = timedelta(days=1)


class EServiceImport(models.Model):
    """One run: what it found, who ran it and from where. A preview keeps the file until it is confirmed."""

    class Status(models.TextChoices):
        PREVIEW = "preview", _("Förhandsvisad")
        DONE = "done", _("Genomförd")

    municipality = models.ForeignKey(
        Municipality, verbose_name=_("kommun"), on_delete=models.PROTECT, related_name="eservice_imports"
    )
    status = models.CharField(_("läge"), max_length=10, choices=Status.choices)
    origin = models.CharField(_("från"), max_length=500, help_text="File name, or address without its query")
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("när"))
    new = models.PositiveIntegerField(_("nya"), default=0)
    changed = models.PositiveIntegerField(_("ändrade"), default=0)
    returned = models.PositiveIntegerField(_("tillbaka"), default=0)
    gone = models.PositiveIntegerField(_("borta"), default=0)
    unchanged = models.PositiveIntegerField(_("oförändrade"), default=0)
    report = models.JSONField(default=dict)
    payload = models.BinaryField(null=True, blank=True)

    class Meta:
        verbose_name = _("import av e-tjänster")
        verbose_name_plural = _("importer av e-tjänster")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="preview", payload__isnull=False) | Q(status="done", payload__isnull=True),
                name="eservices_only_a_preview_keeps_its_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.created_at:%Y-%m-%d %H:%M} {self.origin}"

    @property
    def counts(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in ("new", "changed", "returned", "gone", "unchanged")}

    def is_fresh(self, now: datetime) -> bool:
        return self.created_at > now - PREVIEW_LIFE
