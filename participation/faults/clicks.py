"""A click on the picture of a municipality, as a place on earth, and the pictures to click on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from participation.places.map_picture import MAP_WIDTHS
from participation.places.outline import Projection, projection_of

if TYPE_CHECKING:
    from collections.abc import Mapping

SLIM, WIDE = MAP_WIDTHS


@dataclass(frozen=True)
class ClickMap:
    """What an `<input type="image">` needs. The numbers are strings: a template would write a decimal comma."""

    name: str
    src: str
    blank_src: str
    width: int
    height: int
    west: str
    north: str
    per_lon: str
    per_lat: str


def clicked(posted: Mapping[str, str], code: str) -> tuple[float, float] | None:
    """(lon, lat) of a click, or None. A key pressed on the picture comes as 0, 0: that is no place."""
    for width in MAP_WIDTHS:
        x, y = posted.get(f"punkt{width}.x", ""), posted.get(f"punkt{width}.y", "")
        if x.isdecimal() and y.isdecimal() and (x, y) != ("0", "0"):
            return _on_earth(projection_of(code, width=width), int(x[:5]), int(y[:5]))
    return None


def is_click(posted: Mapping[str, str]) -> bool:
    return any(f"punkt{width}.x" in posted for width in MAP_WIDTHS)


def click_map(code: str, position: tuple[float, float] | None, *, width: int) -> ClickMap:
    projection = projection_of(code, width=width)
    return ClickMap(
        name=f"punkt{width}",
        src=map_src(code, position, width=width),
        blank_src=map_src(code, None, width=width),
        width=projection.width,
        height=projection.height,
        west=f"{projection.west:.6f}",
        north=f"{projection.north:.6f}",
        per_lon=f"{projection.pixels_per_lon:.6f}",
        per_lat=f"{projection.pixels_per_lat:.6f}",
    )


def map_src(code: str, position: tuple[float, float] | None, *, width: int) -> str:
    """Three decimals, a hundred metres: less than a pixel of the picture, and all that an access log should hold."""
    pin = f"&lon={position[0]:.3f}&lat={position[1]:.3f}" if position else ""
    return f"{reverse('places:map', args=[code])}?bredd={width}{pin}"


def _on_earth(projection: Projection, x: int, y: int) -> tuple[float, float] | None:
    if x > projection.width or y > projection.height:
        return None
    lon, lat = projection.to_lonlat(x, y)
    return round(lon, 5), round(lat, 5)
