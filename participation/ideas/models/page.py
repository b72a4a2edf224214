from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.fields import RichTextField

from participation.places.pages import MunicipalPage


class IdeaIndexPage(MunicipalPage):
    """Where an editor introduces the ideas of a municipality; the list is theirs, the ideas are rows."""

    introduction = RichTextField(_("inledning"), blank=True, features=["bold", "italic", "link", "ul", "ol"])

    content_panels: ClassVar[list[Panel]] = [
        *MunicipalPage.content_panels,
        FieldPanel("introduction", help_text=_("Står överst på sidan. Får vara tom.")),
    ]
    parent_page_types: ClassVar[list[str]] = ["home.MunicipalityHomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1
    template = "ideas/index.html"

    class Meta:
        verbose_name = _("Idéer")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..addresses import in_language
        from ..listing import listing  # the list reads the models beside this page

        context = super().get_context(request, *args, **kwargs)
        if self.municipality is not None:
            context["crumb"] = [{"title": self.municipality.name, "url": in_language(self.municipality.path)}]
        return {**context, **listing(self.municipality, request.GET)}
