from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from wagtail.models import Page

from participation.places.models import Municipality
from portal.frame import Frame

if TYPE_CHECKING:
    from django.template import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def frame_of(context: Context) -> Frame | None:
    """The frame round the page that is being made: `{% frame_of as frame %}`, once, in base.html.

    The context says where we are, as every view must: `municipality`, and `page` for a page of the tree.
    """
    request: Any = context.get("request")
    if request is None:
        return None
    municipality, page = context.get("municipality"), context.get("page")
    return Frame(
        request,
        municipality if isinstance(municipality, Municipality) else None,
        page if isinstance(page, Page) else None,
    )
