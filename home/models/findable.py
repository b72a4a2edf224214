from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

from participation.places.pages import MunicipalPage
from participation.topics.models import Topic

from ..menus import address_of

if TYPE_CHECKING:
    from django.http import HttpRequest


HOME_DEPTH = 3  # of a municipality's front page


class FindablePage(MunicipalPage):
    """A page that search, sitemap and "what is new" find, because a topic stands for it.

    The Swedish and the English page share one topic. It follows the Swedish one: see `home.findability`.
    """

    topic_kind: ClassVar[str] = Topic.Kind.PAGE

    topic = models.ForeignKey(Topic, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")

    exclude_fields_in_copy: ClassVar[list[str]] = [*MunicipalPage.exclude_fields_in_copy, "topic"]

    class Meta:
        abstract = True

    def with_content_json(self, content: dict[str, Any]) -> FindablePage:
        page: Any = super().with_content_json(content)
        page.topic_id = self.topic_id
        return page  # type: ignore[no-any-return]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        parent = self.get_parent()
        if parent is not None and parent.depth > HOME_DEPTH:
            context["above"] = {"title": parent.title, "address": address_of(parent)}
        return context

    @property
    def address(self) -> str:
        """As `url`, in the active language and without the queries that takes."""
        return address_of(self)

    @property
    def summary_for_search(self) -> str:
        return self.search_description or ""

    @property
    def text_for_search(self) -> str:
        """The words of the page, without markup."""
        body: Any = getattr(self, "body", None)
        return " ".join(body.stream_block.get_searchable_content(body)) if body else ""
