from __future__ import annotations

import json
from typing import Any

import pytest

from participation.places.geojson import BadFile, read_borders

from .test_rings import line, square, surface


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


@pytest.mark.parametrize(
    "properties",
    [
        {"k_id": "2281"},
        {"KnKod": 2281},
        {"kommunkod": " 2281 "},
        {"municipality_code": "2281"},
        {"id": "2281", "lan_code": "22"},
        {"id": 7, "kommun_kod": "2281"},
    ],
)
def test_the_code_is_found_under_the_names_it_goes_by(properties: dict[str, Any]) -> None:
    reading = read_borders(collection(feature(surface(square(17, 62, 1)), **properties)))

    assert list(reading.borders) == ["2281"]


def test_a_code_that_lost_its_zero_is_understood_where_the_key_is_sure() -> None:
    reading = read_borders(collection(feature(surface(square(17, 59, 1)), kommunkod=114)))

    assert list(reading.borders) == ["0114"]


def test_a_running_number_is_not_taken_for_a_code() -> None:
    reading = read_borders(collection(feature(surface(square(17, 59, 1)), id=114, name="Någon")))

    assert not reading.borders
    assert reading.unknown == ["objekt 1 Någon"]


def test_a_code_that_no_municipality_has_is_reported_as_unknown() -> None:
    reading = read_borders(collection(feature(surface(square(17, 62, 1)), k_id="9999", name="Atlantis")))

    assert reading.unknown == ["objekt 1 Atlantis"]


def test_features_of_one_code_are_joined_into_one_multipolygon() -> None:
    reading = read_borders(
        collection(feature(line(square(17, 62, 1)), k_id="2281"), feature(line(square(17.25, 62.25, 0.5)), k_id="2281"))
    )

    border = reading.borders["2281"]
    assert border["type"] == "MultiPolygon"
    assert [len(polygon) for polygon in border["coordinates"]] == [2]


def test_one_broken_part_makes_the_whole_border_invalid_and_leaves_the_others() -> None:
    reading = read_borders(
        collection(
            feature(surface(square(17, 62, 1)), k_id="2281"),
            feature(None, k_id="2281"),
            feature(surface(square(18, 62, 1)), k_id="2262"),
        )
    )

    assert list(reading.borders) == ["2262"]
    assert reading.invalid == {"2281": "Gränsen har inga koordinater."}


@pytest.mark.parametrize("document", [feature(surface(square(17, 62, 1))), surface(square(17, 62, 1))])
def test_one_border_without_a_code_counts_as_the_municipality_it_is_read_for(document: dict[str, Any]) -> None:
    reading = read_borders(json.dumps(document).encode(), code="2281")

    assert list(reading.borders) == ["2281"]


def test_a_byte_order_mark_is_no_obstacle() -> None:
    reading = read_borders(b"\xef\xbb\xbf" + collection(feature(surface(square(17, 62, 1)), k_id="2281")))

    assert list(reading.borders) == ["2281"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "rad 1"),
        (b'{"type": "FeatureCollection",\n "features": [', "rad 2"),
        (b'{"type": "FeatureCollection", "features": []}', "tom"),
        (b'{"type": "FeatureCollection"}', "saknas"),
        (b'{"type": "FeatureCollection", "features": {"a": 1}}', "saknas"),
        (b'{"type": "FeatureCollection", "features": [3]}', "objekt 1"),
        (b'{"type": "Polygon", "coordinates": [[[NaN, 60]]]}', "NaN"),
        (b'{"type": "Topology"}', "inte GeoJSON"),
        (b"[1, 2]", "inte GeoJSON"),
        ("kommun;Malmö".encode("latin-1"), "UTF-8"),
        (b"[" * 200_000, "nästlad"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_it_broke(content: bytes, sentence: str) -> None:
    with pytest.raises(BadFile, match=sentence):
        read_borders(content)
