"""Dates as people say them."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format


def in_words(moment: datetime, *, today: date) -> str:
    """ "14 september", with the year where it is not this one. The day never parts from its month."""
    day = timezone.localdate(moment)
    words = date_format(day, "j F" if day.year == today.year else "j F Y")
    return words.replace(" ", "\u00a0", 1)
