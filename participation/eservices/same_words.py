"""Whether two revisions of a proposal say the same: whoever saves another's words unchanged has not written them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.models import Page, Revision

if TYPE_CHECKING:
    from collections.abc import Iterator

# What of Wagtail's own fields a reader or a search engine sees, or decides when they do.
SEEN = {"title", "slug", "seo_title", "search_description", "show_in_menus", "go_live_at", "expire_at"}
# Numbers that Wagtail gives anew where nothing was changed. Rows stand in their order, whatever its numbers are.
NUMBERS = {"pk", "id", "page", "key", "sort_order"}


def first_with_these_words(revision: Revision) -> Revision | None:
    """The revision in which a person wrote them first. None where it is this one."""
    said = _said(revision)
    for other in _others(revision):
        if _said(other) == said:
            return other
    return None


def _others(revision: Revision) -> Iterator[Revision]:
    """Of the same page, oldest first. Those of nobody but a closed account are signed."""
    same = {"base_content_type": revision.base_content_type_id, "object_id": revision.object_id}
    others = Revision.objects.filter(**same).exclude(pk=revision.pk).exclude(user=None, signature=None)
    yield from others.order_by("created_at", "pk").iterator(chunk_size=50)


def _said(revision: Revision) -> dict[str, Any]:
    kept = {field.name for field in Page._meta.get_fields()} - SEEN | {"page_ptr", "topic", "municipality"}
    # As it is stored: of a revision that was saved just now, dates are dates still.
    content = json.loads(json.dumps(revision.content, cls=DjangoJSONEncoder))
    return {name: _bare(value) for name, value in content.items() if name not in kept}


def _bare(value: Any) -> Any:
    """Blocks are kept as text, rows and blocks with numbers."""
    if isinstance(value, str) and value.startswith("[{"):
        try:
            value = json.loads(value)
        except ValueError:
            return value
    if isinstance(value, str):
        return value.replace("\r\n", "\n")  # as browsers send what was typed
    if isinstance(value, dict):
        return {name: _bare(part) for name, part in value.items() if name not in NUMBERS}
    return [_bare(part) for part in value] if isinstance(value, list) else value
