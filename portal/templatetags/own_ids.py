from __future__ import annotations

import re

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
NAMED = re.compile(r'(\s(?:id|for|aria-labelledby|aria-describedby|data-hx-target|href)=")(#?)([^"/?#]+)"')


@register.filter
def own_ids(html: SafeString, name: str) -> SafeString:
    """The same part once more on the component page: its ids, and what points at them, get `name` after them.

    Used by `{% filter own_ids:"closed" %}` round an include.
    """

    def renamed(found: re.Match[str]) -> str:
        start, hash_sign, ids = found.groups()
        if "href" in start and not hash_sign:
            return found.group(0)
        return f'{start}{hash_sign}{" ".join(f"{one}-{name}" for one in ids.split())}"'

    return mark_safe(NAMED.sub(renamed, html))
