from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Max

from .atlas import Atlas
from .facts import coarse_borders
from .models import Border

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Version = tuple[int, int | None, datetime | None]
NEARLY = 0.006  # degrees: some hundred metres, as borders are drawn
_drawn: tuple[Version, Atlas] | None = None


def atlas() -> Atlas:
    """The atlas of this process, drawn anew when a stored border has changed. One small query a call."""
    global _drawn
    version = _version()
    if _drawn is None or _drawn[0] != version:
        _drawn = version, Atlas(fine=dict(Border.objects.values_list("code", "geometry")), coarse=coarse_borders())
    return _drawn[1]


def find_municipality(lon: float, lat: float) -> str | None:
    """The code of the municipality at the point, or None outside all of them. Raises atlas.BadPosition."""
    return atlas().find(lon, lat)


def municipalities_near(lon: float, lat: float, metres: float) -> list[tuple[str, float]]:
    """Code and distance in metres (zero inside), nearest first. Raises atlas.BadPosition."""
    return atlas().near(lon, lat, metres)


def touches(code: str, area: BaseGeometry) -> bool:
    """Whether an area in degrees reaches a municipality, or nearly; where nobody knows the border it is believed."""
    border = atlas().surfaces().get(code)
    return border is None or bool(border.dwithin(area, NEARLY))


def _version() -> Version:
    found = Border.objects.aggregate(count=Count("pk"), last_row=Max("pk"), last_change=Max("updated_at"))
    return found["count"], found["last_row"], found["last_change"]
