"""Every file of ../shared/data/images goes through the intake: photographs, broken ones, bombs, crashers."""

from __future__ import annotations

import csv
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from participation.attachments.intake import PhotoRefused, ReceivedPhoto, receive_photo
from tests.conftest import DATA

from .making import in_the_darkroom

REFUSED = {
    "broken.png": "broken",
    "broken_data_stream.png": "broken",
    "truncated_end_chunk.png": "broken",
    "truncated_jpeg.jpg": "broken",
    "heif_corrupted_corrupted.heic": "broken",
    "crash-0c7e0e8e11ce787078f00b5b0ca409a167f070e0.tif": "known_kind",
    "decompression_bomb.gif": "known_kind",
    "decompression_bomb_extents.gif": "known_kind",
    "ssrf_svg_image.svg": "known_kind",
    "convert_local_etc_passwd.svg": "known_kind",
}
# Readers disagree on which picture of this damaged container is meant.
OF_UNCLEAR_SIZE = {"heif_other_invalid_id.heic"}


def photographs() -> list[Path]:
    return sorted(path for path in DATA.glob("images/*/*") if path.is_file())


def expectations() -> dict[str, dict[str, str]]:
    with (DATA / "images" / "expected_exif.csv").open() as file:
        return {Path(row["SourceFile"]).name: row for row in csv.DictReader(file)}


def received(path: Path) -> ReceivedPhoto:
    with path.open("rb") as file:
        return receive_photo(file)


def test_the_photographs_are_here(data):
    names = {path.name for path in photographs()}

    assert set(REFUSED) < names
    assert names == set(expectations())


@pytest.mark.parametrize("path", [p for p in photographs() if p.name in REFUSED], ids=lambda path: path.name)
def test_a_hostile_or_broken_file_is_refused_with_a_sentence(path):
    with pytest.raises(PhotoRefused) as caught:
        received(path)

    assert caught.value.code == REFUSED[path.name]
    assert caught.value.messages[0].endswith(".")


@pytest.mark.parametrize("path", [p for p in photographs() if p.name not in REFUSED], ids=lambda path: path.name)
def test_a_photograph_comes_out_bare_upright_and_with_its_position(path):
    expected = expectations()[path.name]

    photo = received(path)

    for jpeg in (photo.jpeg, photo.thumbnail):
        again = Image.open(BytesIO(jpeg))
        again.load()
        assert (again.format, again.mode) == ("JPEG", "RGB")
        assert not again.getexif()
        assert set(again.info) == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert again.app.keys() == {"APP0"}
    assert max(photo.width, photo.height) <= 2048
    assert_shape(photo, expected)
    assert_position(photo, expected)
    assert_time(photo, expected)


def assert_shape(photo: ReceivedPhoto, expected: dict[str, str]) -> None:
    if Path(expected["SourceFile"]).name in OF_UNCLEAR_SIZE:
        return
    width, height = int(expected["ImageWidth"]), int(expected["ImageHeight"])
    if expected["Orientation"] in ("5", "6", "7", "8"):
        width, height = height, width
    scale = min(1, 2048 / max(width, height))
    assert (photo.width, photo.height) == (pytest.approx(width * scale, abs=1), pytest.approx(height * scale, abs=1))


def assert_position(photo: ReceivedPhoto, expected: dict[str, str]) -> None:
    if not expected["GPSLatitude"]:
        assert photo.position is None
        return
    assert photo.position == pytest.approx((float(expected["GPSLongitude"]), float(expected["GPSLatitude"])), abs=1e-6)


def assert_time(photo: ReceivedPhoto, expected: dict[str, str]) -> None:
    if photo.taken_at is not None:
        assert expected["DateTimeOriginal"].startswith(photo.taken_at.strftime("%Y:%m:%d %H:%M:%S"))


@pytest.mark.parametrize("turned", [2, 3, 4, 6, 8])
def test_the_same_view_comes_out_the_same_however_the_camera_was_held(data, turned):
    folder = data / "images" / "exif-samples"
    upright = small(received(folder / "jpg_orientation_landscape_1.jpg"))

    view = small(received(folder / f"jpg_orientation_landscape_{turned}.jpg"))

    assert max(ImageStat.Stat(ImageChops.difference(upright, view)).mean) < 8


def small(photo: ReceivedPhoto) -> Image.Image:
    return Image.open(BytesIO(photo.thumbnail)).resize((60, 45))


def test_no_photograph_takes_more_than_300_megabytes(data):
    peaks = {path.name: in_the_darkroom(path.read_bytes())[1] for path in photographs() if is_opened(path)}

    assert len(peaks) > 30
    assert max(peaks.values()) < 300


def is_opened(path: Path) -> bool:
    return REFUSED.get(path.name) != "known_kind"
