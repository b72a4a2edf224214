"""Dates as people say them."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


def day_of(moment: date | datetime) -> date:
    return timezone.localdate(moment) if isinstance(moment, datetime) else moment


def in_words(moment: date | datetime, *, today: date) -> str:
    """ "14 september", with the year where it is not this one. The day never parts from its month."""
    day = day_of(moment)
    words = date_format(day, "j F" if day.year == today.year else "j F Y")
    return words.replace(" ", "\u00a0", 1)


def at_latest(moment: date | datetime, *, today: date) -> str:
    return _("senast %(day)s") % {"day": in_words(moment, today=today)}


def until(moment: date | datetime, *, today: date) -> str:
    return _("till %(day)s") % {"day": in_words(moment, today=today)}
