from __future__ import annotations

import csv
import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.places.atlas import Atlas, BadPosition
from participation.places.facts import coarse_borders, municipality_facts
from participation.places.geojson import read_borders

from .test_rings import square, surface

WEST, EAST = surface(square(15, 60, 1)), surface(square(16, 60, 1))


def expected_rows(data: Path, kind: str) -> list[tuple[float, float, dict[str, str]]]:
    with (data / "geo" / "expected_municipality_of_point.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == kind]
    assert rows
    return [(float(row["lon"]), float(row["lat"]), row) for row in rows]


@pytest.fixture(scope="module")
def fine(data: Path) -> Atlas:
    reading = read_borders((data / "geo" / "osm_kommuner_2014_linestrings.geojson").read_bytes())
    assert not reading.invalid
    assert not reading.unknown
    assert len(reading.borders) == 290
    return Atlas(fine=reading.borders, coarse=coarse_borders())


@pytest.fixture(scope="module")
def coarse() -> Atlas:
    return Atlas(fine={}, coarse=coarse_borders())


@pytest.mark.parametrize("precision", ["fine", "coarse"])
def test_every_point_on_which_the_sources_agree_is_found(
    precision: str, data: Path, request: pytest.FixtureRequest
) -> None:
    atlas: Atlas = request.getfixturevalue(precision)

    wrong = [row for lon, lat, row in expected_rows(data, "agree") if atlas.find(lon, lat) != row["kommun_kod"]]

    assert wrong == []


@pytest.mark.parametrize("precision", ["fine", "coarse"])
def test_every_point_outside_is_outside(precision: str, data: Path, request: pytest.FixtureRequest) -> None:
    atlas: Atlas = request.getfixturevalue(precision)

    found = {atlas.find(lon, lat) for lon, lat, _row in expected_rows(data, "outside")}

    assert found == {None}


def test_where_the_sources_disagree_the_answer_is_that_of_the_border_in_use(data: Path, fine: Atlas) -> None:
    wrong = [
        row
        for lon, lat, row in expected_rows(data, "border_disagree")
        if f"osm={fine.find(lon, lat)}" not in row["alt1"] + row["alt2"]
    ]

    assert wrong == []


def test_a_stored_border_goes_before_a_coarse_one() -> None:
    atlas = Atlas(fine={"2281": surface(square(15, 60, 1.5))}, coarse={"2281": WEST, "2262": EAST})

    assert atlas.find(16.25, 60.5) == "2281"
    assert atlas.find(16.75, 60.5) == "2262"


def test_a_strip_that_a_stored_border_gives_up_belongs_to_the_neighbour() -> None:
    atlas = Atlas(fine={"2281": surface(square(15, 60, 0.99))}, coarse={"2281": WEST, "2262": EAST})

    assert atlas.find(15.995, 60.5) == "2262"
    assert atlas.find(15.5, 60.995) is None


def test_a_municipality_inside_another_is_found_before_the_one_round_it() -> None:
    atlas = Atlas(fine={"2281": WEST, "2262": surface(square(15.4, 60.4, 0.2))}, coarse={})

    assert atlas.find(15.5, 60.5) == "2262"
    assert atlas.find(15.1, 60.1) == "2281"


def test_the_border_itself_belongs_to_the_municipality() -> None:
    atlas = Atlas(fine={}, coarse={"2281": WEST})

    assert atlas.find(15, 60.5) == "2281"


@pytest.mark.parametrize("position", [(math.nan, 62), (17, math.inf), (181, 62), (17, -91)])
def test_what_is_no_position_is_refused(coarse: Atlas, position: tuple[float, float]) -> None:
    with pytest.raises(BadPosition):
        coarse.find(*position)


@given(lon=st.floats(-180, 180), lat=st.floats(-90, 90))
def test_any_position_on_earth_gets_an_answer(lon: float, lat: float) -> None:
    found = SHIPPED.find(lon, lat)

    assert found is None or found in municipality_facts()


def test_distances_are_in_metres_nearest_first_and_zero_inside() -> None:
    atlas = Atlas(fine={"2281": WEST}, coarse={"2262": EAST})

    near = atlas.near(15.99, 60.5, 1000)

    assert [code for code, _metres in near] == ["2281", "2262"]
    assert near[0][1] == 0
    assert near[1][1] == pytest.approx(0.01 * 111_320 * math.cos(math.radians(60.5)), rel=0.01)
    assert [code for code, _metres in atlas.near(15.99, 60.5, 500)] == ["2281"]


def test_the_best_known_surface_of_everyone_is_to_be_had(coarse: Atlas) -> None:
    stored: dict[str, Any] = json.loads(json.dumps(WEST))

    surfaces = Atlas(fine={"2281": stored}, coarse=coarse_borders()).surfaces()

    assert surfaces.keys() == municipality_facts().keys()
    assert surfaces["2281"].area == pytest.approx(1)


SHIPPED = Atlas(fine={}, coarse=coarse_borders())
