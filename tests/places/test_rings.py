from __future__ import annotations

from typing import Any

import pytest
from shapely.geometry import Point

from participation.places.rings import BadBorder, polygons_of


def square(west: float, south: float, side: float) -> list[list[float]]:
    east, north = west + side, south + side
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def line(points: list[list[float]]) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": points}


def surface(*rings: list[list[float]]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def test_a_ring_drawn_as_a_line_becomes_a_surface() -> None:
    border = polygons_of([line(square(15, 60, 1))])

    assert border.geom_type == "Polygon"
    assert border.area == pytest.approx(1)


def test_a_ring_inside_is_a_hole_and_a_ring_in_the_hole_an_island_whatever_their_order() -> None:
    border = polygons_of([line(square(16.5, 61.5, 0.5)), line(square(15, 60, 4)), line(square(16, 61, 2))])

    assert border.covers(Point(15.5, 60.5))
    assert not border.covers(Point(16.2, 61.2))
    assert border.covers(Point(16.7, 61.7))


def test_rings_beside_each_other_are_parts_of_one_municipality() -> None:
    border = polygons_of([line(square(15, 60, 1)), line(square(17, 60, 1))])

    assert border.geom_type == "MultiPolygon"
    assert border.area == pytest.approx(2)


def test_lines_that_continue_each_other_are_joined_into_a_ring() -> None:
    corners = square(15, 60, 1)

    border = polygons_of([line(corners[:3]), line(corners[:1:-1])])

    assert border.area == pytest.approx(1)


def test_a_small_opening_is_closed() -> None:
    border = polygons_of([line([*square(15, 60, 1)[:4], [15, 60.1]])])

    assert border.area == pytest.approx(1)


def test_a_wide_opening_is_refused() -> None:
    with pytest.raises(BadBorder, match="öppen"):
        polygons_of([line(square(15, 60, 1)[:4])])


def test_surfaces_keep_their_holes_and_join_with_rings() -> None:
    border = polygons_of([surface(square(15, 60, 2), square(15.5, 60.5, 1)), line(square(18, 60, 1))])

    assert border.area == pytest.approx(4)


def test_a_border_that_crosses_itself_is_mended() -> None:
    border = polygons_of([surface([[15, 60], [16, 61], [16, 60], [15, 61], [15, 60]])])

    assert border.is_valid
    assert border.area == pytest.approx(0.5)


def test_the_third_coordinate_is_dropped() -> None:
    border = polygons_of([surface([[*point, 12.0] for point in square(15, 60, 1)])])

    assert not border.has_z


@pytest.mark.parametrize(
    ("geometry", "sentence"),
    [
        (None, "inga koordinater"),
        ("yta", "inga koordinater"),
        ({}, "går inte att läsa"),
        ({"type": "Polygon"}, "går inte att läsa"),
        ({"type": "Polygon", "coordinates": []}, "inga koordinater"),
        ({"type": "Polygon", "coordinates": [[[15, 60], ["x", 61], [16, 61]]]}, "går inte att läsa"),
        ({"type": "Polygon", "coordinates": [[[15], [16], [17], [15]]]}, "går inte att läsa"),
        (surface([[15, 60], [float("inf"), 61], [16, 61], [15, 60]]), "inget tal"),
        ({"type": "Point", "coordinates": [15, 60]}, "varken yta eller linje"),
        (line([[15, 60], [16, 60], [15, 60]]), "färre än tre hörn"),
        (line([[15, 60], [16, 60], [17, 60], [15, 60]]), "ingen yta"),
        (surface(square(60, 15, 1)), "latitud, longitud"),
        (surface(square(617_000, 6_920_000, 1000)), "SWEREF"),
        (surface(square(-3, 51, 1)), "inte i Sverige"),
    ],
)
def test_what_is_no_border_is_refused_with_a_reason(geometry: Any, sentence: str) -> None:
    with pytest.raises(BadBorder, match=sentence):
        polygons_of([geometry])
