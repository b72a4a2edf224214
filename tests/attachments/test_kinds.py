from __future__ import annotations

import pytest

from participation.attachments.darkroom.kinds import kind_of, refused_kind_of

from .making import picture, written


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_photo_is_known_by_its_content(kind):
    assert kind_of(written(picture(), kind)) == kind


@pytest.mark.parametrize(
    ("brands", "kind"),
    [
        (b"heic\0\0\0\0mif1heic", "HEIF"),
        (b"mif1\0\0\0\0mif1heic", "HEIF"),
        (b"mif1\0\0\0\0mif1miaf", "HEIF"),
        (b"mif1\0\0\0\0avifmif1", "AVIF"),
        (b"avis\0\0\0\0msf1miaf", "AVIF"),
        (b"isom\0\0\0\0isommp42", None),
    ],
)
def test_the_brands_of_a_container_tell_heif_from_avif_from_film(brands, kind):
    assert kind_of((8 + len(brands)).to_bytes(4, "big") + b"ftyp" + brands) == kind


@pytest.mark.parametrize("data", [b"", b"\xff", b"RIFF", b"....ftyp", b"<html>", b"GIF89a", b"%PDF-1.7", b"\0" * 40])
def test_what_is_no_photo_has_no_kind(data):
    assert kind_of(data) is None


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"GIF89a", "GIF"),
        (b"II*\0abcd", "TIFF"),
        (b"MM\0*abcd", "TIFF"),
        (b'<?xml version="1.0"?><!-- x --><SVG onload="alert(1)">', "SVG"),
        (b"hello", None),
    ],
)
def test_a_picture_that_is_never_opened_is_named(data, name):
    assert refused_kind_of(data) == name
