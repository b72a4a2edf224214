from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.fields import RichTextField

from participation.places.pages import MunicipalPage

if TYPE_CHECKING:
    from django.http import HttpRequest


class FaultIndexPage(MunicipalPage):
    """Where an editor says what can be reported here, beside the form."""

    introduction = RichTextField(_("inledning"), blank=True, features=["bold", "italic", "link", "ul", "ol"])

    content_panels: ClassVar[list[Panel]] = [
        *MunicipalPage.content_panels,
        FieldPanel("introduction", help_text=_("Står överst på sidan. Får vara tom.")),
    ]
    template = "faults/index.html"
    parent_page_types: ClassVar[list[str]] = ["home.MunicipalityHomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("Felanmälan")
        verbose_name_plural = _("sidor för felanmälan")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from participation.faults.asking import empty_form  # it stands on the models

        context = super().get_context(request, *args, **kwargs)
        return {**context, **empty_form(request, self.municipality)}
