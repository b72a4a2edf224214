from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from participation.core.blocks import FigureBlock, PictureBlock, QuotationBlock, StepsBlock, TextBlock


class PrototypeBlock(blocks.StructBlock):
    url = blocks.URLBlock(label=_("adress"), help_text=_("Där prototypen kan provas."))
    label = blocks.CharBlock(label=_("vad knappen säger"), max_length=60, default="Prova prototypen")
    text = blocks.TextBlock(label=_("vad man gör där"), max_length=400, required=False)

    class Meta:
        label = _("Prototyp")
        icon = "link-external"
        template = "eservices/blocks/prototype.html"


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("fråga till invånarna"), max_length=200)
    text = blocks.TextBlock(label=_("varför vi frågar"), max_length=600, required=False)

    class Meta:
        label = _("Fråga till invånarna")
        icon = "help"
        template = "eservices/blocks/question.html"


class ProposalBody(blocks.StreamBlock):
    text = TextBlock()
    picture = PictureBlock()
    figure = FigureBlock()
    quotation = QuotationBlock()
    prototype = PrototypeBlock()
    question = QuestionBlock()
    steps = StepsBlock()
