from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.fields import StreamField

from participation.core.pages import BasePage

from ..blocks.front import DoorsBlock
from ..blocks.region import RegionBody
from ..region import doors_that_ask

if TYPE_CHECKING:
    from django.http import HttpRequest


class RegionHomePage(BasePage):
    """The root of the site: which municipalities take part, up to three doors that ask which, and what goes on."""

    question = models.CharField(_("frågan"), max_length=80)
    lede = models.CharField(_("ingress"), max_length=200)
    doors = StreamField(DoorsBlock(), verbose_name=_("dörrar"), help_text=_("Ta bort en dörr för att stänga den."))
    body = StreamField(RegionBody(), verbose_name=_("innehåll"))

    content_panels: ClassVar[list[Panel]] = [
        *BasePage.content_panels,
        FieldPanel("question", help_text=_("Rubriken på den sida där man väljer kommun.")),
        FieldPanel("lede", help_text=_("En eller två meningar under rubriken.")),
        FieldPanel("doors"),
        FieldPanel("body", help_text=_("Delarna står på sidan i den ordning som du lägger dem.")),
    ]
    served_with: ClassVar[list[str]] = ["locale"]
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["home.MunicipalityHomePage", "home.StandardPage"]

    class Meta:
        verbose_name = _("Regionens startsida")
        verbose_name_plural = _("Regionens startsidor")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["doors"] = doors_that_ask(self)
        return context
