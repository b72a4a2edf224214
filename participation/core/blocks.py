"""What an editor builds a page from. No block takes raw HTML."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

RICH = ["bold", "italic", "link", "document-link", "ul", "ol", "h3"]


class TextBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("rubrik"), max_length=120, required=False)
    text = blocks.RichTextBlock(label=_("text"), features=RICH)

    class Meta:
        label = _("Text")
        icon = "pilcrow"
        template = "components/blocks/text.html"


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("bild"))
    alt = blocks.CharBlock(
        label=_("bilden i ord"),
        max_length=250,
        help_text=_("Säg vad bilden visar, för den som inte ser den."),
    )
    caption = blocks.CharBlock(label=_("bildtext"), max_length=250, required=False)

    class Meta:
        label = _("Bild")
        icon = "image"
        template = "components/blocks/picture.html"


class FigureBlock(blocks.StructBlock):
    number = blocks.CharBlock(label=_("siffra"), max_length=20)
    label = blocks.CharBlock(label=_("vad siffran är"), max_length=120)
    source = blocks.CharBlock(label=_("källa"), max_length=200, help_text=_("Varifrån siffran kommer, och när."))

    class Meta:
        label = _("Siffra med källa")
        icon = "order"
        template = "components/blocks/figure.html"


class QuotationBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("citat"), max_length=600)
    by = blocks.CharBlock(label=_("vem sa det"), max_length=120)

    class Meta:
        label = _("Citat")
        icon = "openquote"
        template = "components/blocks/quotation.html"


class StepBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("steg"), max_length=120)
    text = blocks.TextBlock(label=_("vad man gör"), max_length=600, required=False)


class StepsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("rubrik"), max_length=120, required=False)
    steps = blocks.ListBlock(StepBlock(), label=_("steg"), min_num=2, max_num=12)

    class Meta:
        label = _("Steg för steg")
        icon = "list-ol"
        template = "components/blocks/steps.html"
