from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from wagtail.models import Page

from participation.core.pages import BasePage
from participation.core.words import composed

from .models import Municipality


class MunicipalPage(BasePage):
    """A page in the subtree of one municipality.

    The municipality is a column, not a walk up the tree, so that a page costs one query.
    It follows the parent whenever the page is added or moved: see `home.signals`.
    """

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    served_with: ClassVar[list[str]] = ["municipality"]

    # A copy follows its new parent, which may lie in another municipality.
    exclude_fields_in_copy: ClassVar[list[str]] = ["municipality"]

    class Meta:
        abstract = True

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._compose_title()
        self._follow_parent()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        """What Wagtail runs on drafts instead of full_clean."""
        self._compose_title()
        self._follow_parent()
        super().minimal_clean()

    def _compose_title(self) -> None:
        page: Any = self
        page.title = composed(page.title)

    def _follow_parent(self) -> None:
        if self.municipality_id is None and self.path:
            parent = self.get_parent()
            if parent is not None:
                self.municipality = municipality_of(parent)

    def with_content_json(self, content: dict[str, Any]) -> MunicipalPage:
        """An older revision brings back its words, not the municipality that the page has since left."""
        page: MunicipalPage = super().with_content_json(content)
        page.municipality_id = self.municipality_id
        return page

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["municipality"] = self.municipality
        return context


def municipality_of(page: Page) -> Municipality | None:
    """The municipality in whose subtree `page` lies, or None for the region's own pages."""
    specific = page.specific
    return specific.municipality if isinstance(specific, MunicipalPage) else None
