"""iCalendar (RFC 5545), as calendar programs subscribe to it.

The names (UID) stay, so that a date that moves moves in everybody's calendar. SEQUENCE grows with every change and
we keep no count of them: it is the minute of the last change, which grows by itself.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .dates import Entry

PRODUCT = "-//Samskapa//Samskapa//SV"
FIRST_MINUTE = datetime(2020, 1, 1, tzinfo=UTC)
REFRESH, REFRESH_WRITTEN = timedelta(hours=6), "PT6H"


def written(entries: Iterable[Entry], *, name: str, language: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for title in ("name", "x-wr-calname"):  # RFC 7986, and what programs read before it
        calendar.add(title, _plain(name))
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", REFRESH, {"value": "DURATION"})
    calendar.add("x-published-ttl", REFRESH_WRITTEN)
    for entry in entries:
        calendar.add_component(_event(entry, language))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _event(entry: Entry, language: str) -> Event:
    event = Event()
    changed = entry.changed_at.astimezone(UTC).replace(microsecond=0)
    url = settings.BASE_URL + entry.path
    event.add("uid", f"{entry.name}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("dtstamp", changed)  # the same as long as nothing changes, and so is the file
    event.add("last-modified", changed)
    event.add("sequence", max(0, int((changed - FIRST_MINUTE).total_seconds() // 60)))
    event.add("dtstart", _starts(entry))
    event.add("summary", _plain(entry.title), {"language": language})
    event.add("description", "\n".join(part for part in (_plain(entry.text), url) if part))
    event.add("url", url)
    event.add("class", "PUBLIC")
    event.add("transp", "TRANSPARENT")  # nobody is busy because of it
    return event


def _starts(entry: Entry) -> object:
    when = entry.when
    return when.astimezone(ZoneInfo(settings.TIME_ZONE)) if isinstance(when, datetime) else when


def _plain(text: str) -> str:
    """No control character has a place in iCalendar; a line break is a space."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
