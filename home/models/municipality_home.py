from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.fields import StreamField

from participation.places.pages import MunicipalPage
from participation.topics.models import Topic

from ..blocks.front import DoorsBlock, FrontBody
from ..doors import doors_of

if TYPE_CHECKING:
    from django.http import HttpRequest


class MunicipalityHomePage(MunicipalPage):
    """The front page of a municipality: a question, up to three doors, and what goes on."""

    question = models.CharField(_("frågan"), max_length=80, help_text=_("Till exempel: Vad vill du ändra i Sundsvall?"))
    lede = models.CharField(_("ingress"), max_length=200)
    doors = StreamField(DoorsBlock(), verbose_name=_("dörrar"), help_text=_("Ta bort en dörr för att stänga den."))
    body = StreamField(FrontBody(), verbose_name=_("innehåll"), blank=True)

    content_panels: ClassVar[list[Panel]] = [
        FieldPanel("title", classname="title"),  # Wagtail's own would fill in the address, which is no field here
        FieldPanel("question"),
        FieldPanel("lede", help_text=_("En eller två meningar under frågan.")),
        FieldPanel("doors"),
        FieldPanel("body", help_text=_("Delarna står på sidan i den ordning som du lägger dem.")),
    ]
    # The address is the municipality's and stays.
    promote_panels: ClassVar[list[Panel]] = [
        MultiFieldPanel([FieldPanel("seo_title"), FieldPanel("search_description"), FieldPanel("show_in_menus")])
    ]
    served_with: ClassVar[list[str]] = ["municipality", "locale"]
    exclude_fields_in_copy: ClassVar[list[str]] = []  # its translation stands for the same municipality
    parent_page_types: ClassVar[list[str]] = ["home.RegionHomePage"]

    class Meta:
        verbose_name = _("Kommunens startsida")
        verbose_name_plural = _("Kommunernas startsidor")

    def clean(self) -> None:
        """What is lifted forward is the municipality's own: the page would leave out another's without a word."""
        super().clean()
        paths = [block.value["lead"]["address"] for block in self.body if block.block_type == "happening"]
        lifted = Topic.objects.filter(path__in=[path for path in paths if path])
        if self.municipality_id and lifted.exclude(municipality=self.municipality_id).exists():
            raise ValidationError(
                {"body": _("Det som ni lyfter fram hör till en annan kommun. Välj något av ert eget.")}
            )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["doors"] = doors_of(self)
        return context
