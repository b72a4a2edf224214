from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model_string

from participation.places.pages import MunicipalPage
from participation.topics.models import Topic

from ..blocks.text import PageBody
from .findable import FindablePage

if TYPE_CHECKING:
    from django.http import HttpRequest

PAGE_SIZE = 20


class NewsIndexPage(MunicipalPage):
    introduction = RichTextField(_("inledning"), blank=True, features=["bold", "italic", "link", "ul", "ol"])

    content_panels: ClassVar[list[Panel]] = [
        *MunicipalPage.content_panels,
        FieldPanel("introduction", help_text=_("Står överst på sidan. Får vara tom.")),
    ]
    parent_page_types: ClassVar[list[str]] = ["home.MunicipalityHomePage"]
    subpage_types: ClassVar[list[str]] = ["home.NewsPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("Nyheter")
        verbose_name_plural = _("Nyheter")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        news = NewsPage.objects.child_of(self).live().defer("body")
        pages = Paginator(news.order_by("-date", "-id"), PAGE_SIZE)
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["news"] = pages.get_page(request.GET.get("sida"))
        return context


class NewsPage(FindablePage):
    topic_kind = Topic.Kind.NEWS

    date = models.DateField(_("datum"), default=timezone.localdate)
    lead = models.CharField(_("ingress"), max_length=300, help_text=_("Det viktigaste i en eller två meningar."))
    picture = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("bild"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    picture_alt = models.CharField(
        _("bilden i ord"),
        max_length=250,
        blank=True,
        help_text=_("Säg vad bilden visar, för den som inte ser den."),
    )
    body = StreamField(PageBody(), verbose_name=_("innehåll"), blank=True)

    content_panels: ClassVar[list[Panel]] = [
        *MunicipalPage.content_panels,
        FieldPanel("date", help_text=_("Den dag som står på nyheten. När den syns bestämmer du under Status.")),
        FieldPanel("lead"),
        MultiFieldPanel([FieldPanel("picture"), FieldPanel("picture_alt")], heading=_("Bild")),
        FieldPanel("body"),
    ]
    parent_page_types: ClassVar[list[str]] = ["home.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("Nyhet")
        verbose_name_plural = _("Nyheter")

    def clean(self) -> None:
        super().clean()
        if self.picture_id and not self.picture_alt:
            raise ValidationError({"picture_alt": _("Beskriv bilden i ord.")})

    @property
    def summary_for_search(self) -> str:
        return self.lead
