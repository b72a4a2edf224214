"""The largest photos that are let in, and bombs, in a process of their own whose memory is measured."""

from __future__ import annotations

import struct

import pytest
from PIL import Image

from participation.attachments.darkroom import SIDE
from participation.attachments.darkroom.opening import ENOUGH

from .making import in_the_darkroom, written

MOST = 300  # megabytes


@pytest.fixture(scope="module")
def large() -> Image.Image:
    """48 million pixels, as the largest of an iPhone."""
    return Image.linear_gradient("L").resize((8064, 6048)).convert("RGB")


@pytest.mark.parametrize("progressive", [False, True])
def test_the_largest_jpeg_fits(large, progressive):
    said, peak = in_the_darkroom(written(large, progressive=progressive))

    assert SIDE * ENOUGH <= said["width"] <= SIDE
    assert peak < MOST


def test_the_largest_png_fits(large):
    said, peak = in_the_darkroom(written(large.convert("RGBA"), "PNG", compress_level=1))

    assert said["width"] == 2048
    assert peak < MOST


FAST = {"AVIF": {"speed": 10}, "WEBP": {"method": 0}}


@pytest.mark.parametrize(("kind", "size"), [("WEBP", (3550, 3550)), ("AVIF", (4890, 4890))])
def test_the_largest_of_the_hungry_kinds_fits(large, kind, size):
    said, peak = in_the_darkroom(written(large.resize(size), kind, **FAST[kind]))

    assert said["width"] == 2048
    assert peak < MOST


@pytest.mark.parametrize("kind", ["WEBP", "AVIF"])
def test_more_than_fits_is_refused_by_the_header(large, kind):
    said, peak = in_the_darkroom(written(large, kind, **FAST[kind]))

    assert said == {"refused": "too_many_pixels"}
    assert peak < 60


def test_a_photo_that_is_larger_than_its_header_says_is_stopped():
    huge = bytearray(written(Image.new("L", (14000, 14000)), "AVIF", speed=10))
    header = huge.index(b"ispe") + 8
    assert struct.unpack(">II", huge[header : header + 8]) == (14000, 14000)
    huge[header : header + 8] = struct.pack(">II", 100, 100)

    _said, peak = in_the_darkroom(bytes(huge))

    assert peak < MOST


def test_a_bomb_of_one_colour_is_refused():
    bomb = written(Image.new("1", (30000, 30000)), "PNG", compress_level=9)
    assert len(bomb) < 200_000

    said, peak = in_the_darkroom(bomb)

    assert said == {"refused": "too_many_pixels"}
    assert peak < 60
