"""Generated fault reports of a size: nothing in them is anybody's, and the map's figures are true."""

from __future__ import annotations

import random
import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from participation.faults.actions.on_the_map import fill_cells
from participation.faults.models import (
    CaseSystem,
    Dispatch,
    FaultCategory,
    FaultEvent,
    FaultPhoto,
    FaultReport,
    MapPoint,
)
from participation.places.squares import square_of

from .rows import settle, write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from participation.places.models import Municipality

WORDS = "Lyktan vid gångbanan är släckt sedan i fredags, och den bredvid blinkar. Ring 070-174 06 05 om ni undrar. "
TOWN = (17.3069, 62.3908)
OPEN_ONE_IN = 10
WITH_HISTORY = 20_000  # the newest: what an Open311 query of the last ninety days reads
KINDS = ("gatubelysning", "hal-i-vagen", "klotter", "brunn", "park")


class Filling:
    """The newest report has the highest number. One in ten is open, and all are public, most of them in the town."""

    def __init__(self, municipality: Municipality, reports: int) -> None:
        self.municipality, self.size, self.now = municipality, reports, timezone.now()
        self.random = random.Random(20261129)
        self.categories = [self.category(code) for code in KINDS]
        newest = FaultReport.objects.order_by("-pk").values_list("pk", flat=True).first()
        self.first = (newest or 0) + 1
        self.places = [self.place() for _number in range(reports)]

    def category(self, code: str) -> int:
        said = {"name": code.capitalize(), "publicity": "shown"}
        row, _new = FaultCategory.objects.get_or_create(municipality=self.municipality, code=code, defaults=said)
        return int(row.pk)

    def place(self) -> tuple[float, float]:
        """Thick in the middle, thin outside."""
        spread = 0.01 if self.random.random() < 0.7 else 0.15
        lon, lat = self.random.gauss(TOWN[0], spread * 2), self.random.gauss(TOWN[1], spread)
        return round(lon, 6), round(lat, 6)

    def at(self, number: int) -> datetime:
        """The newest within eighty days, the others within ten years."""
        from_the_end = self.size - 1 - number
        if from_the_end < WITH_HISTORY:
            return self.now - timedelta(days=80 * from_the_end / WITH_HISTORY, minutes=1)
        return self.now - timedelta(days=80 + 3570 * from_the_end / self.size)

    def is_open(self, number: int) -> bool:
        return number % OPEN_ONE_IN == 0

    def fill(self) -> None:
        numbers = range(self.size)
        write(FaultReport, (self.report(number) for number in numbers))
        write(MapPoint, (self.point(number) for number in numbers))
        newest = range(max(self.size - WITH_HISTORY, 0), self.size)
        write(FaultEvent, self.events(newest))
        write(FaultPhoto, (self.photo(number) for number in newest))
        fill_cells()
        settle(FaultReport, FaultEvent)

    def report(self, number: int) -> dict[str, Any]:
        at, (lon, lat), is_open = self.at(number), self.places[number], self.is_open(number)
        return {
            "id": self.first + number,
            "number": f"F-2281-2016-{number:07d}",
            "token": f"bench{number}",
            "client_key": uuid.UUID(int=self.random.getrandbits(128), version=4),
            "municipality_id": self.municipality.pk,
            "category_id": self.categories[number % len(KINDS)],
            "text": WORDS * 2,
            "place": f"Storgatan {number % 97}",
            "lon": lon,
            "lat": lat,
            "position_source": "map",
            "status": "in_progress" if is_open else "fixed",
            "status_since": at,
            "created_at": at,
            "updated_at": at,
            "ended_at": None if is_open else at + timedelta(days=3),
            "priority": 1 + number // OPEN_ONE_IN % 4,
            "answer_due_on": (at + timedelta(days=5)).date(),
            "close_due_on": (at + timedelta(days=30)).date(),
            "publicity": "shown",
            "shown_at": at,
        }

    def point(self, number: int) -> dict[str, Any]:
        x, y = square_of(*self.places[number])
        return {
            "report_id": self.first + number,
            "municipality_id": self.municipality.pk,
            "category_id": self.categories[number % len(KINDS)],
            "is_open": self.is_open(number),
            "x": x,
            "y": y,
        }

    def events(self, numbers: range) -> Iterator[dict[str, Any]]:
        for number in numbers:
            said = {"report_id": self.first + number, "municipality_id": self.municipality.pk, "at": self.at(number)}
            yield {**said, "kind": "received", "status": "received"}
            yield {**said, "kind": "status", "status": "in_progress", "message": "Vi åker dit på måndag."}

    def photo(self, number: int) -> dict[str, Any]:
        return {
            "id": uuid.UUID(int=self.random.getrandbits(128), version=4),
            "report_id": self.first + number,
            "name": "foto-1.jpg",
            "file": "a",
            "thumbnail": "b",
            "kind": "photo",
            "content_type": "image/jpeg",
            "width": 640,
            "height": 480,
            "size": 9,
            "created_at": self.at(number),
        }


def queue(system: CaseSystem, municipality: Municipality, category: int, count: int) -> None:
    """So many reports that wait to be handed over, as if the system had been away while they came in."""
    now = timezone.now()
    newest = FaultReport.objects.order_by("-pk").values_list("pk", flat=True).first()
    first = (newest or 0) + 1
    made = random.Random(system.pk)

    def report(number: int) -> dict[str, Any]:
        return {
            "id": first + number, "number": f"F-2281-{system.pk}-{number:06d}", "token": f"queue{system.pk}-{number}",
            "client_key": uuid.UUID(int=made.getrandbits(128), version=4), "municipality_id": municipality.pk,
            "category_id": category, "text": WORDS, "place": "Storgatan 12", "lon": TOWN[0], "lat": TOWN[1],
            "position_source": "map", "status": "received", "status_since": now, "created_at": now, "updated_at": now,
        }  # fmt: skip

    write(FaultReport, (report(number) for number in range(count)))
    waiting = {"system_id": system.pk, "code": "172", "next_attempt_at": now, "waiting_since": now, "created_at": now}
    write(Dispatch, ({**waiting, "report_id": first + number} for number in range(count)))
    settle(FaultReport, Dispatch)
