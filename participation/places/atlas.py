from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import cos, isfinite, radians
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

METRES_PER_DEGREE = 111_320.0  # of latitude; of longitude at the equator
SIMPLIFIED_BY = 2_000.0  # metres: how far a coarse border may lie from the true one


class BadPosition(ValueError):
    """No point on the earth; the message says why."""


def point_of(lon: float, lat: float) -> Point:
    if not (isfinite(lon) and isfinite(lat)):
        raise BadPosition(_("Longitud och latitud måste vara tal."))
    if abs(lon) > 180 or abs(lat) > 90:
        raise BadPosition(_("Longituden ligger mellan -180 och 180, latituden mellan -90 och 90."))
    return Point(lon, lat)


class Layer:
    """Borders of one precision with an index over them."""

    def __init__(self, borders: Mapping[str, Mapping[str, Any]]) -> None:
        self.codes = list(borders)
        self.surfaces: list[BaseGeometry] = [_valid(shape(border)) for border in borders.values()]
        for surface in self.surfaces:
            shapely.prepare(surface)
        self._tree = shapely.STRtree(self.surfaces)

    def covering(self, point: Point) -> list[str]:
        """The codes whose border covers the point, the smallest surface first: an enclave before what surrounds it."""
        hits = self._tree.query(point, predicate="covered_by")
        return [self.codes[hit] for hit in sorted(hits, key=lambda hit: self.surfaces[hit].area)]

    def near(self, point: Point, metres: float) -> Iterator[tuple[str, float]]:
        """Code and distance in metres, zero inside, of every border within `metres`; in no order."""
        north_south = metres / METRES_PER_DEGREE
        east_west = north_south / max(cos(radians(point.y)), 0.01)
        box = shapely.box(point.x - east_west, point.y - north_south, point.x + east_west, point.y + north_south)
        for hit in self._tree.query(box):
            away = metres_between(self.surfaces[hit], point)
            if away <= metres:
                yield self.codes[hit], away


class Atlas:
    """Where every municipality lies: the fine borders that are known, the coarse ones for the rest."""

    def __init__(self, *, fine: Mapping[str, Mapping[str, Any]], coarse: Mapping[str, Mapping[str, Any]]) -> None:
        self.fine = Layer(fine)
        self.coarse = Layer({code: border for code, border in coarse.items() if code not in fine})
        self._replaced = Layer({code: border for code, border in coarse.items() if code in fine})

    def find(self, lon: float, lat: float) -> str | None:
        """The code of the municipality at the point, or None outside all of them. Raises BadPosition."""
        point = point_of(lon, lat)
        hits = self.fine.covering(point) or self.coarse.covering(point)
        if hits:
            return hits[0]
        return self._across_a_seam(point)

    def near(self, lon: float, lat: float, metres: float) -> list[tuple[str, float]]:
        """Code and distance of each municipality within `metres`, nearest first. Raises BadPosition."""
        point = point_of(lon, lat)
        found = [*self.fine.near(point, metres), *self.coarse.near(point, metres)]
        return sorted(found, key=lambda pair: pair[1])

    def surfaces(self) -> dict[str, BaseGeometry]:
        """The best known border of every municipality, as shapely surfaces."""
        return dict(zip(self.fine.codes + self.coarse.codes, self.fine.surfaces + self.coarse.surfaces, strict=True))

    def _across_a_seam(self, point: Point) -> str | None:
        """Where a fine border draws back from the coarse one, the strip belongs to the coarse neighbour."""
        if not self._replaced.covering(point):
            return None
        neighbours = sorted(self.coarse.near(point, SIMPLIFIED_BY), key=lambda pair: pair[1])
        return neighbours[0][0] if neighbours else None


def _valid(surface: BaseGeometry) -> BaseGeometry:
    return surface if surface.is_valid else shapely.make_valid(surface)


def metres_between(surface: BaseGeometry, point: Point) -> float:
    """Exact enough for some kilometres: the earth is flat round the point."""
    scale = np.array([METRES_PER_DEGREE * cos(radians(point.y)), METRES_PER_DEGREE])
    centre = np.array([point.x, point.y])
    flat = shapely.transform(surface, lambda coordinates: (coordinates - centre) * scale)
    return float(shapely.distance(flat, Point(0, 0)))
