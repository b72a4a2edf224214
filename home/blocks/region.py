"""What an editor composes the region's front page from."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ..front import happening_in_the_region
from ..region import municipalities_that_take_part, question_about
from .front import DateBlock, FreeTextBlock, SaidBlock


class PlacesBlock(blocks.StructBlock):
    """Where every door of the region leads: it asks which municipality, in words of its own once a door was taken."""

    heading = blocks.CharBlock(label=_("rubrik"), max_length=40, default="Kommunerna som är med")

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        wish = context["request"].GET.get("vill", "")
        context["heading"] = question_about(wish) or value["heading"]
        context["places"] = municipalities_that_take_part(context["page"].locale, wish)
        return context

    class Meta:
        label = _("Kommunerna (uppdateras av sig själv)")
        icon = "site"
        template = "home/blocks/places.html"


class RegionHappeningBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("rubrik"), max_length=40, default="Det händer i kommunerna")
    number = blocks.IntegerBlock(label=_("antal rader"), min_value=1, max_value=12, default=6)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["rows"] = happening_in_the_region(value["number"])
        return context

    class Meta:
        label = _("Det händer i kommunerna (uppdateras av sig själv)")
        icon = "time"
        template = "home/blocks/region_happening.html"


class RegionBody(blocks.StreamBlock):
    """The municipalities stand there always, as the doors lead to them."""

    places = PlacesBlock()
    happening = RegionHappeningBlock()
    said = SaidBlock()
    date = DateBlock()
    text = FreeTextBlock()

    class Meta:
        block_counts = {
            "places": {"min_num": 1, "max_num": 1},
            "happening": {"max_num": 1},
            "said": {"max_num": 1},
        }
