from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, radians

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from .facts import coarse_borders

MARGIN = 0.04  # of the longer side, on all four
FLATTEST, TALLEST = 0.6, 1.3  # height to width
SWEDEN = (10.9, 55.2, 24.2, 69.1)  # west, south, east, north
LETTER, LINE = 6.0, 14.0  # pixels that a name needs


@dataclass(frozen=True)
class Projection:
    """Degrees to pixels and back. Equirectangular: true to scale in the middle, bent nowhere."""

    west: float
    north: float
    pixels_per_lon: float
    pixels_per_lat: float
    width: int
    height: int

    def to_pixel(self, lon: float, lat: float) -> tuple[float, float]:
        return (lon - self.west) * self.pixels_per_lon, (self.north - lat) * self.pixels_per_lat

    def to_lonlat(self, x: float, y: float) -> tuple[float, float]:
        return self.west + x / self.pixels_per_lon, self.north - y / self.pixels_per_lat

    def shows(self, lon: float, lat: float) -> bool:
        x, y = self.to_pixel(lon, lat)
        return 0 <= x <= self.width and 0 <= y <= self.height

    @property
    def frame(self) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees."""
        east, south = self.to_lonlat(self.width, self.height)
        return self.west, south, east, self.north


@dataclass(frozen=True)
class Name:
    """Where a name stands on the picture. The numbers are ready for SVG."""

    text: str
    x: str
    y: str


def projection_of(code: str, *, width: int) -> Projection:
    """The frame of one municipality's picture, `width` pixels wide; its height follows the land.

    The shipped coarse border sets the frame even where a finer one is drawn: fine borders reach far out
    to sea, and half the picture would be water. It also keeps the frame still when borders are imported,
    so that a click means the same place. An invented municipality (portal/leaks) has all of Sweden for its frame.
    """
    border = coarse_borders().get(code)
    return fitted(*(shape(border).bounds if border else SWEDEN), width=width, tallest=TALLEST, margin=MARGIN)


def fitted(
    west: float, south: float, east: float, north: float, *, width: int, tallest: float, margin: float = 0
) -> Projection:
    """What lies between the degrees, in the middle of a picture that is neither a strip nor a tower.

    `width` in pixels, `tallest` as height to width, `margin` as a part of the longer side.
    """
    middle_lon, middle_lat = (west + east) / 2, (south + north) / 2
    squeeze = max(cos(radians(middle_lat)), 0.05)  # at the pole a degree has no width
    across, down = (east - west) * squeeze, north - south
    spare = 2 * margin * max(across, down)
    across, down = across + spare, down + spare
    height = round(width * min(max(down / across, FLATTEST), tallest))
    scale = min(width / across, height / down)
    return Projection(
        west=middle_lon - width / scale / squeeze / 2,
        north=middle_lat + height / scale / 2,
        pixels_per_lon=scale * squeeze,
        pixels_per_lat=scale,
        width=width,
        height=height,
    )


def outline_path(surface: BaseGeometry, projection: Projection) -> str:
    """What a surface shows inside the frame, as the `d` of an SVG path; empty outside it."""
    rings = [ring for part in _visible(surface, projection) for ring in (part.exterior, *part.interiors)]
    return "".join(_ring_path(list(ring.coords), projection) for ring in rings)


def name_on(surface: BaseGeometry, text: str, projection: Projection) -> Name | None:
    """The place for a name inside the visible part, or None where there is no room for it."""
    visible = max(_visible(surface, projection), key=lambda part: part.area, default=None)
    if visible is None:
        return None
    centre = visible.representative_point()
    x, y = projection.to_pixel(centre.x, centre.y)
    half = len(text) * LETTER / 2
    room = shapely.box(*projection.to_lonlat(x - half, y + LINE / 2), *projection.to_lonlat(x + half, y - LINE / 2))
    if not visible.covers(room):
        return None
    return Name(text, f"{x:.1f}", f"{y + LINE / 4:.1f}")


def _visible(surface: BaseGeometry, projection: Projection) -> Iterator[BaseGeometry]:
    """The polygons inside a frame a little larger than the picture, so that its edge draws no line."""
    west, south, east, north = projection.frame
    spare = 4 / projection.pixels_per_lat
    clipped = shapely.box(west - 2 * spare, south - spare, east + 2 * spare, north + spare).intersection(surface)
    simple = clipped.simplify(0.4 / projection.pixels_per_lat)
    return (part for part in getattr(simple, "geoms", [simple]) if part.geom_type == "Polygon" and not part.is_empty)


def _ring_path(points: list[tuple[float, ...]], projection: Projection) -> str:
    pixels = [projection.to_pixel(point[0], point[1]) for point in points[:-1]]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in pixels) + "Z"
