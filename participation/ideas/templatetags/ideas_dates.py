from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils import timezone

from ..dates import in_words as words_of

register = template.Library()


@register.filter
def in_words(moment: date | datetime) -> str:
    return words_of(moment, today=timezone.localdate())
