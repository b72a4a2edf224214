"""What news and standard pages are built from."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from participation.core import blocks as core
from participation.core.blocks import FigureBlock, PictureBlock, QuotationBlock


class TextBlock(core.TextBlock):
    """Its heading stands right below the page's own."""

    class Meta:
        label = _("Text")
        icon = "pilcrow"
        template = "home/blocks/text.html"


class StepsBlock(core.StepsBlock):
    class Meta:
        label = _("Steg för steg")
        icon = "list-ol"
        template = "home/blocks/steps.html"


class FactBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("vad"), max_length=80)
    value = blocks.TextBlock(label=_("uppgift"), max_length=400, rows=2)


class FactsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("rubrik"), max_length=120, required=False)
    facts = blocks.ListBlock(FactBlock(), label=_("fakta"), min_num=1, max_num=20)

    class Meta:
        label = _("Fakta")
        icon = "table"
        template = "home/blocks/facts.html"


class LinkBlock(blocks.StructBlock):
    """A page here, or an address elsewhere: exactly one of them."""

    text = blocks.CharBlock(label=_("vad länken heter"), max_length=120)
    page = blocks.PageChooserBlock(label=_("sida här"), required=False)
    url = blocks.URLBlock(label=_("adress någon annanstans"), required=False)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned.get("page")) == bool(cleaned.get("url")):
            raise blocks.StructBlockValidationError(
                block_errors={"url": ValidationError(_("Välj en sida här eller skriv en adress, men inte båda."))}
            )
        return cleaned


class LinksBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("rubrik"), max_length=120, required=False)
    links = blocks.ListBlock(LinkBlock(), label=_("länkar"), min_num=1, max_num=20)

    class Meta:
        label = _("Länkar")
        icon = "list-ul"
        template = "home/blocks/links.html"


class PageBody(blocks.StreamBlock):
    text = TextBlock()
    picture = PictureBlock()
    quotation = QuotationBlock()
    facts = FactsBlock()
    figure = FigureBlock()
    steps = StepsBlock()
    links = LinksBlock()
