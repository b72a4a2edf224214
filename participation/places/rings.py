from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import shapely
from django.utils.translation import gettext as _
from shapely.geometry import LineString, MultiLineString, Polygon, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge

# Sweden with its economic zone, generously: outside it, the coordinates are in another system or order.
WEST, SOUTH, EAST, NORTH = 8.0, 54.0, 26.0, 70.0
WIDEST_GAP = 0.05  # of the length of a line: a wider opening cannot be closed by guessing

UNREADABLE = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)


class BadBorder(ValueError):
    """The border of one municipality cannot be used; the message says why."""


def polygons_of(geometries: Iterable[Any]) -> BaseGeometry:
    """One valid Polygon or MultiPolygon of GeoJSON surfaces and rings drawn as lines.

    A ring inside the surface is a hole, a ring in a hole an island. Lines that continue each other are
    joined into rings first. Raises BadBorder.
    """
    surfaces: list[BaseGeometry] = []
    lines: list[LineString] = []
    for geometry in geometries:
        for part in _parts(_shape(geometry)):
            if part.geom_type == "LineString":
                lines.append(part)
            elif part.geom_type == "Polygon":
                surfaces.append(_repaired(part))
            else:
                raise BadBorder(_("Gränsen är varken yta eller linje."))
    surface: BaseGeometry = shapely.union_all([*surfaces, _nested(_rings(lines))])
    if surface.is_empty:
        raise BadBorder(_("Gränsen omsluter ingen yta."))
    return _repaired(surface)


def _shape(geometry: Any) -> BaseGeometry:
    if not isinstance(geometry, dict):
        raise BadBorder(_("Gränsen har inga koordinater."))
    try:
        read: BaseGeometry = shapely.force_2d(shape(geometry))
    except (*UNREADABLE, shapely.errors.ShapelyError) as error:
        raise BadBorder(_("Koordinaterna går inte att läsa.")) from error
    check_place(read)
    return read


def check_place(geometry: BaseGeometry) -> None:
    if geometry.is_empty:
        raise BadBorder(_("Gränsen har inga koordinater."))
    if not _finite(geometry):
        raise BadBorder(_("En koordinat är inget tal."))
    west, south, east, north = geometry.bounds
    if _in_sweden(west, south, east, north):
        return
    if _in_sweden(south, west, north, east):
        raise BadBorder(_("Koordinaterna står i ordningen latitud, longitud. GeoJSON har longitud först."))
    if max(abs(west), abs(south), abs(east), abs(north)) > 180:
        raise BadBorder(_("Koordinaterna är inte i grader (WGS 84). Räkna om dem från till exempel SWEREF 99 TM."))
    raise BadBorder(_("Gränsen ligger inte i Sverige."))


def _in_sweden(west: float, south: float, east: float, north: float) -> bool:
    return west >= WEST and south >= SOUTH and east <= EAST and north <= NORTH


def _finite(geometry: BaseGeometry) -> bool:
    return bool(abs(shapely.get_coordinates(geometry)).max() < float("inf"))


def _parts(geometry: BaseGeometry) -> Iterator[BaseGeometry]:
    for part in getattr(geometry, "geoms", [geometry]):
        if hasattr(part, "geoms"):
            yield from _parts(part)
        else:
            yield part


def _rings(lines: list[LineString]) -> list[BaseGeometry]:
    closed = [line for line in lines if line.is_closed]
    open_lines = [line for line in lines if not line.is_closed]
    if open_lines:
        merged = linemerge(MultiLineString(open_lines))
        closed += [_closed(line) for line in _parts(merged)]
    return [_ring(line) for line in closed]


def _closed(line: BaseGeometry) -> LineString:
    points = list(line.coords)
    if points[0] == points[-1]:
        return LineString(points)
    if LineString([points[0], points[-1]]).length > WIDEST_GAP * line.length:
        raise BadBorder(_("Gränslinjen är öppen: början och slutet ligger för långt isär."))
    return LineString([*points, points[0]])


def _ring(line: LineString) -> BaseGeometry:
    if len(line.coords) < 4:
        raise BadBorder(_("En ring i gränsen har färre än tre hörn."))
    return _repaired(Polygon(line.coords))


def _nested(rings: list[BaseGeometry]) -> BaseGeometry:
    surface: BaseGeometry = Polygon()
    for ring in sorted(rings, key=lambda ring: ring.area, reverse=True):
        surface = surface.difference(ring) if surface.covers(ring) else surface.union(ring)
    return surface


def _repaired(surface: BaseGeometry) -> BaseGeometry:
    """A valid surface: self-crossings are cut, the lines and points that fall off are dropped."""
    valid = surface if surface.is_valid else shapely.make_valid(surface)
    polygons = [part for part in _parts(valid) if part.geom_type == "Polygon" and not part.is_empty]
    if not polygons:
        raise BadBorder(_("Gränsen omsluter ingen yta."))
    return shapely.union_all(polygons)
