from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from home.staff.taking_down import versions_left

if TYPE_CHECKING:
    from home.staff.taking_down import Version

register = template.Library()


@register.simple_tag(takes_context=True)
def other_languages(context: Any, page: Any = None, items: Any = ()) -> list[Version]:
    """What stays public when `page`, or those of a bulk action's `items`, are taken down."""
    pages = [page] if page is not None else [item["item"] for item in items]
    return versions_left(pages, context["request"].user)
