from __future__ import annotations

from typing import ClassVar

from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.models import Page


class BasePage(Page):
    """What every page type shares: plain promotion fields, and no raw HTML anywhere."""

    promote_panels: ClassVar[list[Panel]] = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description"), FieldPanel("show_in_menus")]
        )
    ]

    class Meta:
        abstract = True
