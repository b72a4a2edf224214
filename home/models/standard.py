from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.fields import StreamField

from participation.places.pages import MunicipalPage

from ..blocks.text import PageBody
from .findable import FindablePage


class StandardPage(FindablePage):
    """A page of text: about, privacy, how posts are reviewed. Right below the front page it stands in the foot."""

    lead = models.CharField(_("ingress"), max_length=300, blank=True)
    body = StreamField(PageBody(), verbose_name=_("innehåll"), blank=True)

    content_panels: ClassVar[list[Panel]] = [
        *MunicipalPage.content_panels,
        FieldPanel("lead", help_text=_("Vad sidan handlar om, i en mening. Visas också i sökningen.")),
        FieldPanel("body"),
    ]
    parent_page_types: ClassVar[list[str]] = ["home.MunicipalityHomePage", "home.RegionHomePage", "home.StandardPage"]
    subpage_types: ClassVar[list[str]] = ["home.StandardPage"]

    class Meta:
        verbose_name = _("Sida")
        verbose_name_plural = _("Sidor")

    @property
    def summary_for_search(self) -> str:
        return self.lead
