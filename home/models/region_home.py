from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.models import Locale
from wagtail.url_routing import RouteResult

from participation.core.pages import BasePage

from ..front import happening_in_the_region
from ..region import doors_that_ask, municipalities_that_take_part, question_about
from .municipality_home import MunicipalityHomePage

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

NEWEST = 6


class RegionHomePage(BasePage):
    """The root of the site: which municipalities take part, three doors that ask which, and what goes on."""

    question = models.CharField(_("frågan"), max_length=80)
    lede = models.CharField(_("ingress"), max_length=200)

    content_panels: ClassVar[list[Panel]] = [*BasePage.content_panels, FieldPanel("question"), FieldPanel("lede")]
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["home.MunicipalityHomePage", "home.StandardPage"]

    class Meta:
        verbose_name = _("Regionens startsida")
        verbose_name_plural = _("Regionens startsidor")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """What is not translated is shown in Swedish, at its Swedish address."""
        try:
            return self._route_here(request, path_components)
        except Http404:
            swedish = self._in_swedish()
            if swedish is None:
                raise
            found = swedish.route(request, path_components)
        return RouteResult(self, kwargs={"elsewhere": found.page.get_url(request)})

    def _route_here(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """A municipality's front page comes with its municipality and language, in one query instead of four."""
        if path_components:
            home = self._municipality_home(path_components[0])
            if home is not None:
                return home.route(request, path_components[1:])
        return super().route(request, path_components)

    def _municipality_home(self, slug: str) -> MunicipalityHomePage | None:
        homes = MunicipalityHomePage.objects.child_of(self).select_related("municipality", "locale")
        home = homes.filter(slug=slug).first()
        if home is not None:
            home._cached_parent_obj = self  # as Wagtail's own routing does
        return home

    def _in_swedish(self) -> RegionHomePage | None:
        source = Locale.get_default()
        if self.locale_id == source.pk:
            return None
        return self.get_translation_or_none(source)  # type: ignore[no-any-return]

    def serve(self, request: HttpRequest, *args: Any, elsewhere: str = "", **kwargs: Any) -> HttpResponse:
        if elsewhere:
            return redirect(elsewhere)
        return super().serve(request, *args, **kwargs)  # type: ignore[no-any-return]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        wish = request.GET.get("vill", "")
        context["doors"] = doors_that_ask()
        context["places_heading"] = question_about(wish)
        context["places"] = municipalities_that_take_part(self.locale, wish)
        context["rows"] = happening_in_the_region(NEWEST)
        return context
