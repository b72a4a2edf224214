from __future__ import annotations

import pytest
from django.http import QueryDict

from participation.faults.clicks import click_map, clicked, is_click, map_src
from participation.places.outline import projection_of

from .factories import IN_SUNDSVALL


def click(width: int, x: object, y: object) -> QueryDict:
    return QueryDict(f"punkt{width}.x={x}&punkt{width}.y={y}")


@pytest.mark.parametrize("width", [288, 576])
def test_a_click_is_the_place_that_was_shown_there(width):
    x, y = projection_of("2281", width=width).to_pixel(*IN_SUNDSVALL)

    lon, lat = clicked(click(width, round(x), round(y)), "2281")

    assert lon == pytest.approx(IN_SUNDSVALL[0], abs=0.01)
    assert lat == pytest.approx(IN_SUNDSVALL[1], abs=0.01)


@pytest.mark.parametrize(("x", "y"), [(0, 0), (-1, 5), ("a", 5), (9999999, 5), (5, 9999999), ("", ""), ("²", "²")])
def test_what_is_no_click_is_no_place(x, y):
    assert clicked(click(576, x, y), "2281") is None
    assert is_click(click(576, x, y))


def test_the_address_of_a_picture_tells_no_more_than_a_hundred_metres():
    assert map_src("2281", (17.306912, 62.390845), width=576) == "/karta/2281.svg?bredd=576&lon=17.307&lat=62.391"


def test_the_script_gets_numbers_it_can_read(settings):
    shown = click_map("2281", None, width=288)

    assert float(shown.west) == pytest.approx(projection_of("2281", width=288).west, abs=1e-5)
    assert shown.src == shown.blank_src
