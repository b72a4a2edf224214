from __future__ import annotations

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def lang(written: str = "") -> SafeString | str:
    """` lang="sv"` on the element round words that stand in another language than the page (WCAG 3.1.2).

    `written` is the language they are known to be in; what people and municipalities write is Swedish.
    """
    written = written or settings.LANGUAGE_CODE
    return "" if written == get_language() else format_html(' lang="{}"', written)
