"""Open reports of the same kind near a place, which everybody may see: perhaps the fault is reported already."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, hypot, radians
from typing import TYPE_CHECKING

from participation.places.atlas import METRES_PER_DEGREE

from .models import FaultReport
from .public_words import public_words

if TYPE_CHECKING:
    from .models import FaultCategory

NEAR = 150.0  # metres
LOOKED_AT, SHOWN = 200, 5


@dataclass(frozen=True)
class Similar:
    report: FaultReport
    metres: int  # to the next ten

    @property
    def text(self) -> str:
        return public_words(self.report.text)


def similar_to(category: FaultCategory | None, position: tuple[float, float] | None) -> list[Similar]:
    """The nearest first. In one query, which reads no more than a small box of the map."""
    if category is None or position is None:
        return []
    lon, lat = position
    reports = FaultReport.objects.public().open().filter(category=category).around(lon, lat, NEAR)
    found = [Similar(report, _metres(report, lon, lat)) for report in reports.newest_first()[:LOOKED_AT]]
    return sorted((one for one in found if one.metres <= NEAR), key=lambda one: one.metres)[:SHOWN]


def _metres(report: FaultReport, lon: float, lat: float) -> int:
    east, north = (report.lon or 0) - lon, (report.lat or 0) - lat
    return round(hypot(east * cos(radians(lat)), north) * METRES_PER_DEGREE / 10) * 10
