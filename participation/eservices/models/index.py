from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.fields import RichTextField

from participation.eservices.addresses import crumb, new_idea_url
from participation.eservices.below import proposals_below
from participation.eservices.catalogue import catalogue_of
from participation.eservices.four_eyes import FourEyesParentTester
from participation.places.pages import MunicipalPage

if TYPE_CHECKING:
    from django.http import HttpRequest


class EServiceIndexPage(MunicipalPage):
    """The municipality's e-services: those being shaped now (the page's children) and the catalogue."""

    introduction = RichTextField(_("inledning"), features=["bold", "italic", "link", "ol", "ul"], blank=True)

    content_panels: ClassVar[list[Panel]] = [
        *MunicipalPage.content_panels,
        FieldPanel("introduction", help_text=_("Står överst på sidan. Får vara tom.")),
    ]
    template = "eservices/index.html"
    parent_page_types: ClassVar[list[str]] = ["home.MunicipalityHomePage"]
    subpage_types: ClassVar[list[str]] = ["eservices.ServiceProposalPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("e-tjänster")
        verbose_name_plural = _("sidor med e-tjänster")

    def permissions_for_user(self, user: Any) -> FourEyesParentTester:
        return FourEyesParentTester(user, self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        if self.municipality is not None:
            context["crumb"] = crumb(self.municipality)
            context["new_idea_url"] = new_idea_url(self.municipality)
            catalogue = catalogue_of(self.municipality, user=request.user, asked=request.GET)
            context["catalogue"] = catalogue
            if catalogue.is_opening:  # whoever searches or turns pages has seen the proposals
                context["proposals"] = proposals_below(self, user=request.user)
        return context
