from __future__ import annotations

import struct
from io import BytesIO

import pillow_heif
import pytest
from PIL import Image, ImageCms

from participation.attachments.darkroom.kinds import Kind
from participation.attachments.darkroom.opening import MEMORY, TooManyPixels, _webp_size
from participation.attachments.darkroom.pixels import Developed, develop

from .making import exif, in_sundsvall, picture, written


def developed(data: bytes, kind: Kind = "JPEG", max_pixels: int = 50_000_000) -> Developed:
    return develop(kind, data, max_pixels=max_pixels)


def opened(jpeg: bytes) -> Image.Image:
    image = Image.open(BytesIO(jpeg))
    image.load()
    return image


def close(seen: tuple[int, ...], meant: tuple[int, ...], by: int = 12) -> bool:
    return all(abs(a - b) <= by for a, b in zip(seen, meant, strict=True))


def heif(image: Image.Image, **options) -> bytes:
    buffer = BytesIO()
    pillow_heif.from_pillow(image).save(buffer, quality=80, **options)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_position_is_read_and_nothing_of_it_is_left(kind):
    photo = developed(written(picture(), kind, exif=exif(gps=in_sundsvall()).tobytes()), kind)

    assert photo.position == pytest.approx((17.3067, 62.3906), abs=1e-4)
    assert b"Exif" not in photo.jpeg + photo.thumbnail
    assert "Kameramärket".encode() not in photo.jpeg


def test_position_of_a_heif_is_read_and_nothing_of_it_is_left():
    photo = developed(heif(picture(size=(64, 64)), exif=exif(gps=in_sundsvall()).tobytes()), "HEIF")

    assert photo.position == pytest.approx((17.3067, 62.3906), abs=1e-4)
    assert b"Exif" not in photo.jpeg


def test_comment_xmp_and_embedded_things_stay_behind():
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><secret>Storgatan 1</secret></x:xmpmeta>'
    data = written(picture(), comment=b"Storgatan 1", xmp=xmp) + b"Storgatan 1"

    photo = developed(data)

    assert b"Storgatan" not in photo.jpeg + photo.thumbnail
    assert set(opened(photo.jpeg).info) == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_comes_out_upright(orientation):
    upright = picture("white", (60, 40))
    upright.paste("red", (0, 0, 20, 20))  # the corner at the top left
    turned = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]
    stored = upright if turned is None else upright.transpose(Image.Transpose(turned))

    photo = opened(developed(written(stored, "PNG", exif=exif(orientation=orientation)), "PNG").jpeg)

    assert photo.size == (60, 40)
    assert close(photo.getpixel((5, 5)), (255, 0, 0), by=25)
    assert close(photo.getpixel((50, 30)), (255, 255, 255))


def test_a_large_photo_is_shrunk_and_keeps_its_shape():
    photo = developed(written(picture(size=(5000, 2500))))

    assert (photo.width, photo.height) == (2048, 1024)
    assert opened(photo.jpeg).size == (2048, 1024)
    assert opened(photo.thumbnail).size == (480, 240)


@pytest.mark.parametrize("size", [(9000, 1), (1, 9000), (4097, 4097), (6145, 65), (2048, 2048), (1, 1)])
def test_no_shape_is_too_odd(size):
    photo = developed(written(picture("blue", size), "PNG"), "PNG")

    assert max(photo.width, photo.height) == min(2048, max(size))
    assert close(opened(photo.jpeg).getpixel((photo.width - 1, photo.height - 1)), (0, 0, 255))


def test_what_was_transparent_is_white():
    clear = developed(written(picture((255, 0, 0, 0), mode="RGBA"), "PNG"), "PNG")
    half = developed(written(picture((255, 0, 0, 128), mode="RGBA"), "WEBP", lossless=True), "WEBP")

    assert opened(clear.jpeg).getpixel((5, 5)) == (255, 255, 255)
    assert close(opened(half.jpeg).getpixel((5, 5)), (255, 127, 127))


def test_a_palette_with_one_clear_colour_is_white_there():
    image = picture(0, mode="P")
    image.putpalette([10, 20, 30])

    photo = developed(written(image, "PNG", transparency=0), "PNG")

    assert opened(photo.jpeg).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("image", "kind", "seen"),
    [
        (picture(128, mode="L"), "JPEG", (128, 128, 128)),
        (picture((0, 255, 255, 0), mode="CMYK"), "JPEG", (255, 0, 0)),
        (picture(1, mode="1"), "PNG", (255, 255, 255)),
        (picture((128, 255), mode="LA"), "PNG", (128, 128, 128)),
        (picture(128 * 257, mode="I;16"), "PNG", (128, 128, 128)),
    ],
)
def test_every_kind_of_colour_becomes_rgb(image, kind, seen):
    photo = opened(developed(written(image, kind), kind).jpeg)

    assert photo.mode == "RGB"
    assert close(photo.getpixel((5, 5)), seen)


def test_colours_are_converted_and_the_profile_stays_behind():
    blue_first = bytes(swapped_profile())

    photo = opened(developed(written(picture((255, 0, 0)), "PNG", icc_profile=blue_first), "PNG").jpeg)

    assert "icc_profile" not in photo.info
    assert close(photo.getpixel((5, 5)), (0, 0, 255), by=30)


def swapped_profile() -> bytes:
    """sRGB whose red primary is blue and whose blue one is red, so that a conversion is seen."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    tags = {bytes(profile[i : i + 4]): i for i in range(132, 132 + 12 * struct.unpack(">I", profile[128:132])[0], 12)}
    red, blue = tags[b"rXYZ"], tags[b"bXYZ"]
    profile[red + 4 : red + 12], profile[blue + 4 : blue + 12] = (
        profile[blue + 4 : blue + 12],
        profile[red + 4 : red + 12],
    )
    return bytes(profile)


@pytest.mark.parametrize("profile", [b"nonsense", b"\0" * 200])
def test_a_broken_profile_costs_no_photo(profile):
    photo = opened(developed(written(picture((255, 0, 0)), "PNG", icc_profile=profile), "PNG").jpeg)

    assert close(photo.getpixel((5, 5)), (255, 0, 0))


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_of_a_moving_picture_only_the_first_moment_is_kept(kind):
    data = written(picture("blue"), kind, save_all=True, append_images=[picture("red")], duration=100)

    assert close(opened(developed(data, kind).jpeg).getpixel((5, 5)), (0, 0, 255), by=25)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
def test_too_many_pixels_are_refused_by_the_header(kind):
    noise = Image.effect_noise((64, 64), 80).convert("RGB")
    data = heif(noise) if kind == "HEIF" else written(noise, kind)
    ends_in_the_pixels = data[:-100]

    with pytest.raises(TooManyPixels):
        developed(ends_in_the_pixels if kind in ("JPEG", "PNG") else data, kind, max_pixels=64 * 63)


@pytest.mark.parametrize(("progressive", "sampling", "fits"), [(False, 0, True), (True, 2, True), (True, 0, False)])
def test_a_jpeg_that_must_be_held_whole_may_hold_less(progressive, sampling, fits):
    side = int((MEMORY / 5) ** 0.5)  # six bytes of coefficients for each pixel is too much, three is not
    data = written(picture(0, (side, side), "L").convert("RGB"), progressive=progressive, subsampling=sampling)

    if fits:
        assert developed(data).width == 2048
    else:
        with pytest.raises(TooManyPixels):
            developed(data)


@pytest.mark.parametrize("cut", [10, 100, 400])
def test_a_photo_that_ends_too_soon_is_never_shown_half(cut):
    noise = Image.effect_noise((64, 64), 50)

    with pytest.raises(Exception, match=r"truncated|broken|cannot|Truncated"):
        developed(written(noise)[:-cut])


@pytest.mark.parametrize(
    ("options", "mode"),
    [({}, "RGB"), ({"lossless": True}, "RGB"), ({"lossless": True}, "RGBA"), ({"exif": b"Exif\0\0"}, "RGB")],
)
def test_the_size_of_a_webp_is_read_before_its_decoder_takes_memory(options, mode):
    data = written(picture(size=(301, 207), mode=mode), "WEBP", **options)

    assert _webp_size(data) == (301, 207)
