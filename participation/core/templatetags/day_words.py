from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils import timezone

from participation.core.dates import in_words as words_of
from participation.core.words import ended, unended

register = template.Library()


@register.filter
def in_words(moment: date | datetime) -> str:
    return words_of(moment, today=timezone.localdate())


@register.filter
def with_day(sentence: str, day: date | None) -> str:
    """ "Vi beställer lyktor (1 juni)." whether or not whoever wrote it ended the sentence."""
    return f"{unended(sentence)} ({in_words(day)})." if day and sentence else ended(sentence)
