from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.models import Page, PageViewRestriction

if TYPE_CHECKING:
    from django.db.models import QuerySet


class BasePage(Page):
    """What every page type shares: plain promotion fields, and no raw HTML anywhere."""

    # Everything published is for everybody: what is not is not published.
    private_page_options: ClassVar[list[str]] = []
    # Relations that its template reads, fetched with the page.
    served_with: ClassVar[list[str]] = []

    promote_panels: ClassVar[list[Panel]] = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description"), FieldPanel("show_in_menus")]
        )
    ]

    class Meta:
        abstract = True

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        return PageViewRestriction.objects.none()
