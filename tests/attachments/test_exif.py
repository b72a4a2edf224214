from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from participation.attachments.darkroom.exif import orientation_of, position_of, taken_at_of

from .making import exif, in_sundsvall


def reread(made: Image.Exif) -> Image.Exif:
    """As it comes out of a file."""
    fresh = Image.Exif()
    fresh.load(made.tobytes())
    return fresh


def test_a_position_is_longitude_and_latitude_in_degrees():
    position = position_of(reread(exif(gps=in_sundsvall())))

    assert position == pytest.approx((17.3067, 62.3906), abs=1e-4)


def test_south_and_west_are_negative():
    position = position_of(exif(gps=in_sundsvall() | {1: "S", 3: "W"}))

    assert position == pytest.approx((-17.3067, -62.3906), abs=1e-4)


@pytest.mark.parametrize(
    "wrong",
    [
        {2: (IFDRational(0, 0), 0, 0)},
        {2: (IFDRational(1, 0), 0, 0)},
        {2: (float("nan"), 0, 0)},
        {2: (float("inf"), 0, 0)},
        {2: (91.0, 0, 0)},
        {2: (90.0, 30.0, 0)},
        {4: (181.0, 0, 0)},
        {2: (-62.0, 0, 0)},
        {2: (62.0, 75.0, 0)},
        {2: ()},
        {2: (1, 2, 3, 4)},
        {2: "62"},
        {2: 62},
        {2: None},
        {1: ""},
        {1: "NS"},
        {1: "X"},
        {1: None},
        {1: 7},
        {3: "N"},
    ],
)
def test_a_position_that_cannot_be_believed_is_none(wrong):
    assert position_of(exif(gps=in_sundsvall() | wrong)) is None


def test_no_fix_is_no_position():
    assert position_of(exif(gps={1: "N", 2: (0, 0, 0), 3: "E", 4: (0, 0, 0)})) is None


def test_a_photo_without_gps_has_no_position():
    assert position_of(Image.Exif()) is None


NUMBERS = st.one_of(st.floats(), st.integers(), st.text(max_size=3), st.none(), st.builds(IFDRational, st.integers()))


@given(st.lists(NUMBERS, max_size=4), st.one_of(st.text(max_size=2), st.binary(max_size=2), st.none()))
def test_whatever_is_written_the_position_is_on_earth_or_none(values, reference):
    position = position_of(exif(gps={1: reference, 2: tuple(values), 3: "E", 4: tuple(values)}))

    assert position is None or (-180 <= position[0] <= 180 and -90 <= position[1] <= 90)


def test_the_time_is_local_unless_the_camera_wrote_an_offset():
    assert taken_at_of(exif(shot={36867: "2026:06:01 08:30:00"})) == datetime(2026, 6, 1, 8, 30)


def test_the_time_keeps_its_offset():
    taken_at = taken_at_of(reread(exif(shot={36867: "2026:06:01 08:30:00", 36881: "+02:00"})))

    assert taken_at is not None
    assert taken_at.utcoffset() == timedelta(hours=2)


@pytest.mark.parametrize("wrong", ["", "0000:00:00 00:00:00", "1970:01:01 00:00:00", "igår", None, 5, b"\xff\xff"])
def test_a_time_that_cannot_be_believed_is_none(wrong):
    assert taken_at_of(exif(shot={36867: wrong})) is None


def test_an_offset_that_cannot_be_read_is_left_out():
    taken_at = taken_at_of(exif(shot={36867: "2026:06:01 08:30:00", 36881: "sommar"}))

    assert taken_at == datetime(2026, 6, 1, 8, 30)


@pytest.mark.parametrize(("written", "read"), [(6, 6), ("x", 1), (None, 1)])
def test_an_orientation_that_cannot_be_read_is_upright(written, read):
    assert orientation_of(exif(orientation=written)) == read
