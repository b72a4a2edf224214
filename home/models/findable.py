from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from participation.places.pages import MunicipalPage
from participation.topics.models import Topic


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

    @property
    def summary_for_search(self) -> str:
        return self.search_description or ""

    @property
    def text_for_search(self) -> str:
        """The words of the page, without markup."""
        body: Any = getattr(self, "body", None)
        return " ".join(body.stream_block.get_searchable_content(body)) if body else ""
