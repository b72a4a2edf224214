"""Whether two revisions of a proposal say the same: whoever saves another's words unchanged has not written them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.models import Page, Revision

from .versions import follow, leader_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .models import ServiceProposalPage

# What of Wagtail's own fields a reader or a search engine sees, or decides when they do.
SEEN = {"title", "slug", "seo_title", "search_description", "show_in_menus", "go_live_at", "expire_at"}
# Numbers that Wagtail gives anew where nothing was changed. Rows stand in their order, whatever its numbers are.
NUMBERS = {"pk", "id", "page", "key", "sort_order"}


def first_with_these_words(revision: Revision) -> Revision | None:
    """The revision in which a person wrote them first. None where it is this one.

    Where another page leads this one, what is decided there is nobody's writing here: both are read in step with it.
    """
    leader = leader_of(revision.as_object())
    said = _said(revision, leader)
    for other in _others(revision):
        if _said(other, leader) == said:
            return other
    return None


def _others(revision: Revision) -> Iterator[Revision]:
    """Of the same page, oldest first. Those of nobody but a closed account are signed."""
    same = {"base_content_type": revision.base_content_type_id, "object_id": revision.object_id}
    others = Revision.objects.filter(**same).exclude(pk=revision.pk).exclude(user=None, signature=None)
    yield from others.order_by("created_at", "pk").iterator(chunk_size=50)


def _said(revision: Revision, leader: ServiceProposalPage | None) -> dict[str, Any]:
    kept = {field.name for field in Page._meta.get_fields()} - SEEN | {"page_ptr", "topic", "municipality"}
    # As it is stored: of a revision that was saved just now, dates are dates still.
    content = revision.content if leader is None else _in_step(revision, leader)
    content = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
    return {name: _bare(value) for name, value in content.items() if name not in kept}


def _in_step(revision: Revision, leader: ServiceProposalPage) -> dict[str, Any]:
    page = revision.as_object()
    follow(page, leader)
    return page.serializable_data()  # type: ignore[no-any-return]


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
