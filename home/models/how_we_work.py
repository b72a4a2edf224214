from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from participation.places.models import Municipality

LONGEST = 6000


class HowWeWork(models.Model):
    """What a new colleague needs to know, in the municipality's own words. Only its staff read it."""

    municipality = models.OneToOneField(Municipality, on_delete=models.CASCADE, related_name="how_we_work")
    words = models.TextField(
        _("så arbetar vi"),
        max_length=LONGEST,
        blank=True,
        help_text=_(
            "Till exempel: vem man frågar, vilka tider ni håller, hur ni tilltalar invånarna. "
            "En tom rad ger ett nytt stycke."
        ),
    )

    class Meta:
        verbose_name = _("så arbetar vi")
        verbose_name_plural = _("så arbetar vi")

    def __str__(self) -> str:
        return str(self.municipality)
