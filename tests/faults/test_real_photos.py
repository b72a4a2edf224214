"""Photographs that nobody here made, through the form, as they come from phones and from those who mean harm."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from participation.attachments.models import HeldUpload
from participation.faults.models import FaultReport

from .factories import filled_in

HERE = "/felanmalan/ny/2281/"
TAKEN = [
    "exif-samples/jpg_gps_DSCN0010.jpg",
    "exif-samples/jpg_orientation_landscape_6.jpg",
    "exif-samples/heic_IMG_5195.HEIC",
    "pillow/hopper.webp",
]
REFUSED = [
    "payloads/convert_local_etc_passwd.svg",
    "payloads/ssrf_svg_image.svg",
    "pillow/decompression_bomb.gif",
    "pillow/truncated_jpeg.jpg",
    "pillow/crash-0c7e0e8e11ce787078f00b5b0ca409a167f070e0.tif",
]


def upload(data, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name.split("/")[1], (data / "images" / name).read_bytes())


@pytest.mark.parametrize("name", TAKEN)
def test_a_photo_is_taken_in_without_its_position(client, region, data, name):
    response = client.post(HERE, filled_in(photos=upload(data, name)))

    assert response.status_code == 302
    stored = FaultReport.objects.get().photos.get()
    with stored.file.open("rb") as file, Image.open(file) as image:
        assert image.format == "JPEG"
        assert not dict(image.getexif())
    assert stored.name == "foto-1.jpg"


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_no_photo_costs_only_itself(client, region, data, name):
    good = upload(data, "exif-samples/jpg_orientation_landscape_1.jpg")

    response = client.post(HERE, filled_in(photos=[upload(data, name), good]))

    page = response.content.decode()
    assert response.status_code == 200
    assert name.split("/")[1] in page
    assert "Lyktan hänger i kabeln." in page
    assert HeldUpload.objects.count() == 1
    assert not FaultReport.objects.exists()


def test_a_photo_from_the_other_side_of_the_world_does_not_move_the_fault(client, region, data):
    client.post(HERE, filled_in(photos=upload(data, "exif-samples/heic_IMG_5195.HEIC")))

    report = FaultReport.objects.get()
    assert (report.place, report.position, report.position_source) == ("Storgatan 12", None, "words")
