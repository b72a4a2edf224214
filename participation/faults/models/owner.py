from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class ObjectOwner(models.Model):
    """Somebody else than the municipality who owns roads or things: told to the citizen, and asked by the routing."""

    name = models.CharField(_("namn"), max_length=80, unique=True)
    contact = models.CharField(
        _("så når man dem"), max_length=200, blank=True, help_text=_("Till exempel ring 0771-921 921.")
    )
    within = models.PositiveSmallIntegerField(
        _("meter"), default=15, validators=[MaxValueValidator(500)], help_text=_("Så nära räknas som deras.")
    )
    updated_at = models.DateTimeField(auto_now=True, help_text="Tells every process to read the layer anew")

    class Meta:
        verbose_name = _("ägare")
        verbose_name_plural = _("ägare")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class OwnedThing(models.Model):
    """A road, a thing or a piece of land of an owner, as the file that was imported draws it."""

    owner = models.ForeignKey(ObjectOwner, on_delete=models.CASCADE, related_name="things")
    name = models.CharField(_("namn"), max_length=80, blank=True, help_text=_("Till exempel E4."))
    shape = models.BinaryField(help_text="WKB in WGS 84, lon before lat")

    class Meta:
        verbose_name = _("någon annans väg eller sak")
        verbose_name_plural = _("någon annans vägar och saker")

    def __str__(self) -> str:
        return self.name or f"{self.owner_id}/{self.pk}"
