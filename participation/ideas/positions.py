"""A click on the picture of a municipality, as a place on earth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from participation.places.map_picture import MAP_WIDTHS
from participation.places.outline import projection_of

if TYPE_CHECKING:
    from collections.abc import Mapping


def clicked_position(posted: Mapping[str, str], code: str) -> tuple[float, float] | None:
    """(lon, lat) of `<input type="image" name="punkt576">`, or None.

    A press of a key on the picture comes as 0, 0: that is no place.
    """
    for width in MAP_WIDTHS:
        x, y = posted.get(f"punkt{width}.x", ""), posted.get(f"punkt{width}.y", "")
        if x.isdecimal() and y.isdecimal() and (x, y) != ("0", "0"):
            return _within(code, width, int(x[:5]), int(y[:5]))
    return None


def _within(code: str, width: int, x: int, y: int) -> tuple[float, float] | None:
    projection = projection_of(code, width=width)
    if x > projection.width or y > projection.height:
        return None
    lon, lat = projection.to_lonlat(x, y)
    return round(lon, 5), round(lat, 5)


def map_pictures(code: str, position: tuple[float, float] | None) -> list[dict[str, object]]:
    """The picture in both sizes, for phones and wider: a click counts in the pixels that were shown."""
    pin = f"&lon={position[0]}&lat={position[1]}" if position else ""
    picture = reverse("places:map", args=[code])
    pictures = []
    for width in MAP_WIDTHS:
        projection = projection_of(code, width=width)
        pictures.append(
            {
                "name": f"punkt{width}",
                "src": f"{picture}?bredd={width}{pin}",
                "width": width,
                "height": projection.height,
                "west": projection.west,
                "north": projection.north,
                "pixels_per_lon": projection.pixels_per_lon,
                "pixels_per_lat": projection.pixels_per_lat,
                "class": "slim-only" if width == MAP_WIDTHS[0] else "wide-only",
            }
        )
    return pictures
