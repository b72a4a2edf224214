"""What a query asks for. An empty parameter is an absent one; what cannot be understood is refused, never guessed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import cos, radians
from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.db.models.lookups import LessThanOrEqual
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import get_current_timezone, is_naive, make_aware
from django.utils.translation import gettext as _

from .errors import Refused, not_understood

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from participation.faults.models import FaultReport

    from .jurisdictions import Jurisdiction

WINDOW = timedelta(days=90)
MOST, FARTHEST_ROW, WIDEST = 1000, 100_000, 100_000.0  # rows of a page, rows to skip, metres
FIRST, LAST = date(1990, 1, 1), date(2200, 1, 1)
METRES_PER_DEGREE = 111_320.0
TRUE = ("true", "1")


@dataclass(frozen=True)
class Window:
    """From and to, both included; either may be open."""

    start: datetime | None
    end: datetime | None

    @classmethod
    def read(cls, query: Mapping[str, str], first: str, last: str) -> Window:
        window = cls(read_moment(first, query.get(first, "")), read_moment(last, query.get(last, ""), ends=True))
        if window.start and window.end and window.start > window.end:
            raise Refused(400, _("%(first)s ligger efter %(last)s.") % {"first": first, "last": last})
        return window

    def within(self, length: timedelta, *, now: datetime, default: timedelta | None = None) -> Window:
        """No longer than `length`: what is open is filled in. Raises Refused where what was asked for is longer."""
        start, end = self.start, self.end
        if start is None:
            start = (end or now) - (default or length)
        elif end is None:
            end = start + length
        if end is not None and end - start > length:
            raise Refused(400, _("Perioden får vara högst %(days)d dagar. Fråga flera gånger.") % {"days": length.days})
        return Window(start, end)

    def of(self, field: str) -> Q:
        wanted = Q()
        if self.start is not None:
            wanted &= Q(**{f"{field}__gte": self.start})
        if self.end is not None:
            wanted &= Q(**{f"{field}__lte": self.end})
        return wanted


def asked_for(
    reports: QuerySet[FaultReport], query: Mapping[str, str], jurisdiction: Jurisdiction, *, now: datetime
) -> QuerySet[FaultReport]:
    """The page of `reports` that was asked for, the newest first."""
    if jurisdiction.municipality is not None:
        reports = reports.filter(municipality=jurisdiction.municipality)
    if ids := words(query, "service_request_id"):
        return reports.filter(number__in=ids[:MOST]).order_by("-created_at", "-id")
    reports = reports.filter(_when(query, now), _status(query), _place(query), _services(query, jurisdiction))
    first, last = page_of(query)
    return reports.order_by("-created_at", "-id")[first:last]


def words(query: Mapping[str, str], name: str) -> list[str]:
    return [part.strip() for part in query.get(name, "").split(",") if part.strip()]


def read_moment(name: str, written: str, *, ends: bool = False) -> datetime | None:
    """With a zone, or as in Sweden; a day alone is its first moment, or its last where it ends something."""
    written = written.strip()
    if not written:
        return None
    if "T" in written:
        written = written.replace(" ", "+")  # a plus that was not written as %2B
    try:
        day = parse_date(written)
        found = None if day else parse_datetime(written)
    except ValueError:
        found = day = None
    if day is not None:
        found = datetime.combine(day, time.max if ends else time.min)
    if found is None or not FIRST <= found.date() < LAST:
        raise not_understood(name, written)
    return make_aware(found, get_current_timezone()) if is_naive(found) else found


def number(name: str, written: str) -> float:
    try:
        value = float(written.strip().replace(",", "."))
    except ValueError:
        raise not_understood(name, written) from None
    if not math.isfinite(value):
        raise not_understood(name, written)
    return value


def is_true(query: Mapping[str, str], name: str) -> bool:
    return query.get(name, "").strip().lower() in TRUE


def _when(query: Mapping[str, str], now: datetime) -> Q:
    """By creation, within ninety days; who asks for what was changed gets it however old it is."""
    created = Window.read(query, "start_date", "end_date")
    updated = Window.read(query, "updated_after", "updated_before")
    if updated.start or updated.end:
        return updated.of("updated_at") & created.of("created_at")
    return created.within(WINDOW, now=now).of("created_at")


def _status(query: Mapping[str, str]) -> Q:
    wanted = {word.lower() for word in words(query, "status")}
    if wanted - {"open", "closed"}:
        raise Refused(400, _("status är open eller closed, eller båda med komma emellan."))
    return Q() if len(wanted) != 1 else Q(ended_at__isnull=wanted == {"open"})


def _services(query: Mapping[str, str], jurisdiction: Jurisdiction) -> Q:
    wanted = Q()
    for code in words(query, "service_code")[:100]:
        wanted |= Q(category=jurisdiction.category(code))
    return wanted


def _place(query: Mapping[str, str]) -> Q:
    return _box(query.get("bbox", "").strip()) & _circle(query)


def _box(written: str) -> Q:
    if not written:
        return Q()
    sides = [number("bbox", part) for part in written.split(",")]
    if len(sides) != 4 or sides[0] > sides[2] or sides[1] > sides[3]:
        raise Refused(400, _("bbox är fyra tal med komma emellan: väst, syd, öst, nord, i grader."))
    west, south, east, north = sides
    return Q(lon__range=(west, east), lat__range=(south, north))


def _circle(query: Mapping[str, str]) -> Q:
    """Flat, which within a hundred kilometres is right to a few metres."""
    given = [query.get(name, "").strip() for name in ("lat", "long", "radius")]
    if not any(given):
        return Q()
    if not all(given):
        raise Refused(400, _("lat, long och radius (i meter) hör ihop: ange alla tre."))
    lat, lon, radius = (number(name, part) for name, part in zip(("lat", "long", "radius"), given, strict=True))
    if abs(lat) > 85 or abs(lon) > 180 or not 0 < radius <= WIDEST:
        raise Refused(400, _("lat, long eller radius ligger utanför det tillåtna. radius är högst 100000 meter."))
    up = radius / METRES_PER_DEGREE
    narrow = cos(radians(lat))
    aside = up / narrow
    box = Q(lat__range=(lat - up, lat + up), lon__range=(lon - aside, lon + aside))
    return box & _near(lat, lon, narrow, up)


def _near(lat: float, lon: float, narrow: float, up: float) -> Q:
    north, east = F("lat") - lat, (F("lon") - lon) * narrow
    return Q(LessThanOrEqual(north * north + east * east, up * up))


def page_of(query: Mapping[str, str]) -> tuple[int, int]:
    """The first row, and the one after the last."""
    size = _whole("page_size", query.get("page_size", ""), default=MOST)
    first = (_whole("page", query.get("page", ""), default=1) - 1) * min(size, MOST)
    if first > FARTHEST_ROW:
        raise Refused(400, _("Så långt bak går det inte att bläddra. Fråga om en kortare period i stället."))
    return first, first + min(size, MOST)


def _whole(name: str, written: str, *, default: int) -> int:
    written = written.strip()
    if not written:
        return default
    if not written.isascii() or not written.isdecimal() or len(written) > 9 or int(written) < 1:
        raise not_understood(name, written)
    return int(written)
