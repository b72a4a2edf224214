from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape

from participation.places.facts import coarse_borders, municipality_facts
from participation.places.outline import name_on, outline_path, projection_of

codes = st.sampled_from(sorted(municipality_facts()))


@given(code=codes, width=st.sampled_from([288, 576]), lon=st.floats(10, 25), lat=st.floats(55, 70))
def test_a_position_comes_back_from_its_pixel(code: str, width: int, lon: float, lat: float) -> None:
    projection = projection_of(code, width=width)

    there = projection.to_pixel(lon, lat)

    assert projection.to_lonlat(*there) == pytest.approx((lon, lat))


@given(code=codes)
def test_the_frame_holds_the_whole_municipality_and_is_neither_strip_nor_tower(code: str) -> None:
    west, south, east, north = shape(coarse_borders()[code]).bounds

    projection = projection_of(code, width=288)

    assert projection.shows(west, south)
    assert projection.shows(east, north)
    assert 0.59 < projection.height / projection.width < 1.31


def test_north_is_up_and_east_to_the_right() -> None:
    projection = projection_of("2281", width=288)

    x, y = projection.to_pixel(17.3, 62.4)

    assert projection.to_pixel(17.4, 62.4)[0] > x
    assert projection.to_pixel(17.3, 62.5)[1] < y


def test_both_widths_show_the_same_land() -> None:
    small, large = projection_of("2281", width=288), projection_of("2281", width=576)

    assert large.frame == pytest.approx(small.frame, rel=1e-3)


def test_a_surface_inside_is_drawn_and_one_far_away_is_not() -> None:
    projection = projection_of("2281", width=288)
    own, far = shape(coarse_borders()["2281"]), shape(coarse_borders()["1280"])

    path = outline_path(own, projection)

    assert path.startswith("M")
    assert path.endswith("Z")
    assert outline_path(far, projection) == ""
    assert name_on(far, "Malmö", projection) is None


def test_a_name_is_left_out_where_there_is_no_room_for_it() -> None:
    projection = projection_of("2281", width=288)
    own = shape(coarse_borders()["2281"])

    assert name_on(own, "Sundsvall", projection) is not None
    assert name_on(own, "Sundsvall " * 10, projection) is None


def test_an_invented_municipality_has_the_whole_country_for_its_frame() -> None:
    projection = projection_of("9981", width=288)

    assert projection.shows(17.3, 62.4)
    assert projection.shows(13.0, 55.6)
