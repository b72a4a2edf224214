from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from .atlas import Atlas
from .facts import coarse_borders, municipality_facts
from .outline import Name, Projection, name_on, outline_path, projection_of

# A browser sends where in the *shown* picture one clicked, so it must be shown at its own size:
# the first fits a phone of 320 px, the second everything wider.
MAP_WIDTHS = (288, 576)
SHORE = 0.015  # degrees round the coarse border, which runs along the outer islands


@dataclass(frozen=True)
class MapPicture:
    """What the SVG template draws. Numbers are strings: a template would give them a decimal comma."""

    title: str
    width: str
    height: str
    own: str
    neighbours: list[str]
    names: list[Name]
    pins: list[Name]


def map_picture(atlas: Atlas, code: str, *, width: int, pins: Iterable[tuple[float, float]] = ()) -> MapPicture:
    """Raises KeyError for a code that no municipality has."""
    projection = projection_of(code, width=width)
    own = _ashore(code, atlas.surfaces()[code])
    around = _around(atlas, code, projection)
    names = (name_on(surface.difference(own), municipality_facts()[key].name, projection) for key, surface in around)
    return MapPicture(
        title=municipality_facts()[code].full_name,
        width=str(projection.width),
        height=str(projection.height),
        own=outline_path(own, projection),
        neighbours=[outline_path(surface, projection) for _key, surface in around],
        names=[name for name in names if name],
        pins=[pin for pin in (_pin(position, projection) for position in pins) if pin],
    )


def _around(atlas: Atlas, code: str, projection: Projection) -> list[tuple[str, BaseGeometry]]:
    frame = shapely.box(*projection.frame)
    return [
        (key, _ashore(key, surface))
        for key, surface in atlas.surfaces().items()
        if key != code and surface.intersects(frame)
    ]


def _ashore(code: str, surface: BaseGeometry) -> BaseGeometry:
    """Without the territorial sea of a fine border: on the picture it would look like land."""
    return surface.intersection(shape(coarse_borders()[code]).buffer(SHORE))


def _pin(position: tuple[float, float], projection: Projection) -> Name | None:
    if not projection.shows(*position):
        return None
    x, y = projection.to_pixel(*position)
    return Name("", f"{x:.1f}", f"{y:.1f}")
