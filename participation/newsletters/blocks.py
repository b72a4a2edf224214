"""What a newsletter is built from. No block takes raw HTML, and documents are led to by way of a page."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from participation.core.blocks import PictureBlock
from participation.topics.models import Topic

RICH = ["bold", "italic", "link", "ul", "ol", "h3"]


class LetterTextBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("rubrik"), max_length=120, required=False)
    text = blocks.RichTextBlock(label=_("text"), features=RICH)

    class Meta:
        label = _("Text")
        icon = "pilcrow"


class PublicAddressBlock(blocks.CharBlock):
    """The address of something that everybody can see, pasted whole or in part."""

    def clean(self, value: str) -> str:
        path = path_of(super().clean(value))
        if not Topic.objects.public().filter(path=path).exists():
            raise ValidationError(_("Där finns inget som alla kan se. Kopiera adressen från sidan."))
        return path


class CardBlock(blocks.StructBlock):
    address = PublicAddressBlock(
        label=_("adress till idén, förslaget eller nyheten"),
        max_length=300,
        help_text=_("Till exempel /ideer/2281-2026-0042/. Rubrik och siffror hämtas när brevet skickas."),
    )
    words = blocks.CharBlock(label=_("varför ni lyfter fram det"), max_length=200, required=False)

    class Meta:
        label = _("Idé, förslag eller nyhet")
        icon = "openquote"


class LetterBody(blocks.StreamBlock):
    text = LetterTextBlock()
    picture = PictureBlock()
    card = CardBlock()

    class Meta:
        max_num = 40


def path_of(address: str) -> str:
    """The Swedish path of an address on this site."""
    path = urlsplit(address.strip()).path
    return path.removeprefix("/en") if path.startswith("/en/") else path
