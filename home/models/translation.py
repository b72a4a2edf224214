from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision


class Translation(models.Model):
    """What a page in another language follows: the Swedish words that it was written from, and whose work it is.

    Wagtail knows that two pages are one in two languages, and not whether one has fallen behind.
    """

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="translation")
    # Swedish words as they were. Empty where they were never kept, or are kept no longer.
    follows = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    followed_at = models.DateTimeField()
    translator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("översättning")
        verbose_name_plural = _("översättningar")

    def __str__(self) -> str:
        return str(self.page)
