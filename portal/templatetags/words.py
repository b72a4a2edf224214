from __future__ import annotations

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
JOINED = re.compile(r"\be-(?:tjänst|service)\w*", re.IGNORECASE)


@register.filter
def together(text: object) -> SafeString:
    """The text, escaped, with "e-tjänst" and its kin kept on one line.

    A plain hyphen and a class rather than U+2011, so that search and copied text find the word.
    """
    escaped = conditional_escape("" if text is None else str(text))
    return mark_safe(JOINED.sub(r'<span class="nowrap">\g<0></span>', escaped))
