"""What a newsletter is built from. No block takes raw HTML, and documents are led to by way of a page."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Page

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
        cleaned = super().clean(value)
        whole = urlsplit(cleaned.strip()).path  # where it is there in no other language
        topics = Topic.objects.public()
        for path in (path_of(cleaned), whole, _path_by_page(whole)):
            if path and topics.filter(path=path).exists():
                return path
        raise ValidationError(_("Där finns inget som alla kan se. Kopiera adressen från sidan."))


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


def _path_by_page(path: str) -> str:
    """What the topic of a page goes by, where the page has an address of its own in another language."""
    language, _slash, below = path.removeprefix("/").partition("/")
    pages = Page.objects.live().filter(locale__language_code=language, slug=path.rstrip("/").rpartition("/")[2])
    for page in pages.specific():
        topic = getattr(page, "topic", None)
        if topic is not None and page.url_path.lstrip("/").partition("/")[2] == below:
            return str(topic.path)
    return ""


def path_of(address: str) -> str:
    """The Swedish path of an address on this site."""
    path = urlsplit(address.strip()).path
    return path.removeprefix("/en") if path.startswith("/en/") else path
