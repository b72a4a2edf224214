"""When something was said on the other site, in its own time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

CLOCK = re.compile(r"(?:\d+ days? )?(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\Z")
ZONE = re.compile(r"\s*(UTC|Z|[+-]\d{2}:?\d{2})\Z")


@dataclass(frozen=True)
class Moment:
    at: datetime
    day: date


def moment_of(day: str, clock: str, *, zone: ZoneInfo, now: datetime, date_format: str = "") -> Moment | None:
    """None where it cannot be read, or lies in the future.

    A day without a clock is that day here, too: midnight in Helsinki is the evening before in Stockholm.
    """
    try:
        read = datetime.strptime(day, date_format) if date_format else _iso(day)
        hour = _clock(clock)
        if hour is not None:
            read = datetime.combine(read.date(), hour)
        whole_day = hour is None and read.tzinfo is None and read.time() == time.min
        at = read if read.tzinfo else read.replace(tzinfo=timezone.get_default_timezone() if whole_day else zone)
        at = at.astimezone(timezone.get_default_timezone())
    except (ValueError, OverflowError):
        return None
    if at > now or at.year < 1900:
        return None
    return Moment(at, read.date())


def _iso(words: str) -> datetime:
    """ISO 8601, and as Ruby writes it: `2020-10-01 09:03:12 UTC`, `… +0200`."""
    if len(words) > 10 and (zone := ZONE.search(words)):
        offset = "+00:00" if zone[1] in ("UTC", "Z") else zone[1]
        return datetime.fromisoformat(words[: zone.start()] + offset)
    return datetime.fromisoformat(words)


def _clock(words: str) -> time | None:
    if not words:
        return None
    found = CLOCK.fullmatch(words.strip())
    if found is None:
        raise ValueError(words)
    return time(int(found[1]), int(found[2]), int(found[3] or 0))
