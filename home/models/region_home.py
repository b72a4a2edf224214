from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel

from participation.core.pages import BasePage

from ..front import happening_in_the_region
from ..region import doors_that_ask, municipalities_that_take_part, question_about

if TYPE_CHECKING:
    from django.http import HttpRequest

NEWEST = 6


class RegionHomePage(BasePage):
    """The root of the site: which municipalities take part, three doors that ask which, and what goes on."""

    question = models.CharField(_("frågan"), max_length=80)
    lede = models.CharField(_("ingress"), max_length=200)

    content_panels: ClassVar[list[Panel]] = [
        *BasePage.content_panels,
        FieldPanel("question", help_text=_("Rubriken på den sida där man väljer kommun.")),
        FieldPanel("lede", help_text=_("En eller två meningar under rubriken.")),
    ]
    served_with: ClassVar[list[str]] = ["locale"]
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["home.MunicipalityHomePage", "home.StandardPage"]

    class Meta:
        verbose_name = _("Regionens startsida")
        verbose_name_plural = _("Regionens startsidor")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        wish = request.GET.get("vill", "")
        context["doors"] = doors_that_ask()
        context["places_heading"] = question_about(wish)
        context["places"] = municipalities_that_take_part(self.locale, wish)
        context["rows"] = happening_in_the_region(NEWEST)
        return context
