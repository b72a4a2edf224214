from __future__ import annotations

from django import template
from django.utils.translation import npgettext

register = template.Library()


@register.filter
def of_support(number: int) -> str:
    """What stands beside how many they are. Swedish has one word, English has two."""
    return npgettext("antal", "stöd", "stöd", number)
