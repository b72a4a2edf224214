"""What an editor composes a front page from. The automatic ones show true current things, or nothing."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from participation.core.blocks import RICH
from participation.topics.models import Topic

from ..front import happening, latest_news, said_and_done


class DoorBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("vad dörren heter"), max_length=40)
    text = blocks.CharBlock(label=_("vad som finns bakom"), max_length=120)


class DoorsBlock(blocks.StreamBlock):
    """Each door once. A door is closed by taking it away, and shuts by itself while its page is not published."""

    idea = DoorBlock(label=_("Föreslå"), icon="help")
    eservice = DoorBlock(label=_("E-tjänster"), icon="desktop")
    fault = DoorBlock(label=_("Felanmäl"), icon="warning")

    class Meta:
        block_counts = {"idea": {"max_num": 1}, "eservice": {"max_num": 1}, "fault": {"max_num": 1}}
        max_num = 3


def path_of(address: str) -> str:
    """The Swedish path of an address on this site, pasted whole or in part."""
    path = urlsplit(address.strip()).path
    return path.removeprefix("/en") if path.startswith("/en/") else path


class TopicAddressBlock(blocks.CharBlock):
    """The address of a public idea, e-service or proposal."""

    def clean(self, value: str) -> str:
        cleaned = super().clean(value)
        if not cleaned:
            return ""
        path, whole = path_of(cleaned), urlsplit(cleaned.strip()).path  # whole where it is there in no other language
        found = set(Topic.objects.public().filter(path__in=[path, whole]).values_list("path", flat=True))
        if not found:
            raise ValidationError(_("Där finns inget som alla kan se. Kopiera adressen från sidan."))
        return path if path in found else whole


class LeadBlock(blocks.StructBlock):
    address = TopicAddressBlock(
        label=_("adress till idén, e-tjänsten eller förslaget"),
        required=False,
        max_length=300,
        help_text=_("Till exempel /ideer/2281-2026-0042/. Lämna tomt för att inte lyfta fram något."),
    )
    picture = ImageChooserBlock(label=_("bild"), required=False)
    alt = blocks.CharBlock(
        label=_("bilden i ord"),
        max_length=250,
        required=False,
        help_text=_("Säg vad bilden visar, för den som inte ser den."),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned.get("picture") and not cleaned.get("alt"):
            raise blocks.StructBlockValidationError(block_errors={"alt": ValidationError(_("Beskriv bilden i ord."))})
        return cleaned


class HappeningBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("rubrik"), max_length=40, default="Det händer nu")
    lead = LeadBlock(label=_("lyft fram"))
    number = blocks.IntegerBlock(label=_("antal rader"), min_value=1, max_value=8, default=4)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        municipality, path = context["page"].municipality, value["lead"]["address"] or ""
        context["lead"], context["rows"] = happening(municipality, value["number"], lead_path=path)
        return context

    class Meta:
        label = _("Det händer nu (uppdateras av sig själv)")
        icon = "time"
        template = "home/blocks/happening.html"


class SaidBlock(blocks.StructBlock):
    """Of the page's municipality; on the region's page, of those that are open."""

    heading = blocks.CharBlock(label=_("rubrik"), max_length=40, default="Du sa, vi gjorde")
    number = blocks.IntegerBlock(label=_("antal svar"), min_value=1, max_value=6, default=3)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        municipality = getattr(context["page"], "municipality", None)
        context["pairs"] = said_and_done(municipality, value["number"])
        context["all_url"] = ""
        if municipality is not None and municipality.is_open:
            context["all_url"] = reverse("said:page", args=[municipality.code])
        return context

    class Meta:
        label = _("Du sa, vi gjorde (uppdateras av sig själv)")
        icon = "check"
        template = "home/blocks/said.html"


class DateBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("rubrik"), max_length=40, default="Nästa möte")
    day = blocks.DateBlock(label=_("datum"), help_text=_("Delen försvinner av sig själv dagen efter."))
    title = blocks.CharBlock(label=_("vad som händer"), max_length=120)
    text = blocks.TextBlock(label=_("när, var och hur"), max_length=400)
    url = blocks.URLBlock(label=_("adress för att anmäla sig eller läsa mer"), required=False)
    url_label = blocks.CharBlock(label=_("vad knappen säger"), max_length=40, required=False)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned.get("url") and not cleaned.get("url_label"):
            raise blocks.StructBlockValidationError(
                block_errors={"url_label": ValidationError(_("Säg vad knappen leder till."))}
            )
        return cleaned

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["is_over"] = value["day"] is None or value["day"] < timezone.localdate()
        return context

    class Meta:
        label = _("Nästa datum")
        icon = "calendar"
        template = "home/blocks/date.html"


class NewsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("rubrik"), max_length=40, default="Nyheter")
    number = blocks.IntegerBlock(label=_("antal nyheter"), min_value=1, max_value=6, default=3)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["news"] = latest_news(context["page"], value["number"])
        return context

    class Meta:
        label = _("Nyheter (uppdateras av sig själv)")
        icon = "doc-full"
        template = "home/blocks/news.html"


class FreeTextBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("rubrik"), max_length=40)
    text = blocks.RichTextBlock(label=_("text"), features=RICH)

    class Meta:
        label = _("Text")
        icon = "pilcrow"
        template = "home/blocks/free_text.html"


class FrontBody(blocks.StreamBlock):
    happening = HappeningBlock()
    said = SaidBlock()
    date = DateBlock()
    news = NewsBlock()
    text = FreeTextBlock()

    class Meta:
        block_counts = {name: {"max_num": 1} for name in ("happening", "said", "news")}
