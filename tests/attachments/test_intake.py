from __future__ import annotations

import hashlib
import subprocess
import sys
import threading

import pytest
from django.utils.translation import override
from PIL import Image

from participation.attachments import developing
from participation.attachments.intake import PhotoRefused, receive_document, receive_photo

from .making import exif, in_sundsvall, office, picture, upload, written


def refusal(content: bytes, name: str = "a.jpg") -> PhotoRefused:
    with pytest.raises(PhotoRefused) as caught, override("sv"):
        receive_photo(upload(content, name))
    return caught.value


def test_a_photo_is_received_with_its_place_and_time():
    shot = {36867: "2026:06:01 08:30:00"}
    data = written(picture(size=(60, 40)), exif=exif(gps=in_sundsvall(), shot=shot).tobytes())

    photo = receive_photo(upload(data))

    assert (photo.width, photo.height) == (60, 40)
    assert photo.position == pytest.approx((17.3067, 62.3906), abs=1e-4)
    assert photo.taken_at is not None
    assert photo.taken_at.isoformat() == "2026-06-01T08:30:00+02:00"  # the clock of Sundsvall in summer
    assert photo.sha256 == hashlib.sha256(photo.jpeg).hexdigest()
    assert photo.thumbnail.startswith(b"\xff\xd8")


def test_the_name_says_nothing():
    assert receive_photo(upload(written(picture(), "PNG"), "foto.svg")).width == 40
    assert refusal(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "foto.jpg").code == "known_kind"


def test_an_upload_that_was_read_before_is_read_from_its_start():
    sent = upload()
    sent.read()

    assert receive_photo(sent).width == 40


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", "empty", "Filen är tom"),
        (b"hej", "unknown_kind", "Välj en JPEG, PNG, WebP, HEIC eller AVIF"),
        (b"GIF89a....", "known_kind", "bilder av typen GIF"),
        (b"\xff\xd8\xff\xe0 and no more", "broken", "skadad"),
        (b"\x89PNG\r\n\x1a\n", "broken", "skadad"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "broken", "skadad"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "broken", "skadad"),
        (b"\0\0\0\x18ftypavif\0\0\0\0mif1avif", "broken", "skadad"),
    ],
)
def test_each_cause_has_a_sentence(content, code, words):
    refused = refusal(content)

    assert refused.code == code
    assert words in refused.messages[0]


def test_a_file_that_is_too_large_is_refused_and_the_limit_told(settings):
    settings.PHOTO_MAX_BYTES = 2 * 1024 * 1024

    assert receive_photo(upload(written(picture()) + b"\0" * 1024)).width == 40
    assert "högst 2 MB" in refusal(written(picture()) + b"\0" * settings.PHOTO_MAX_BYTES).messages[0]


def test_a_photo_with_too_many_pixels_is_refused(settings):
    settings.PHOTO_MAX_PIXELS = 40 * 30 - 1

    assert refusal(written(picture())).code == "too_many_pixels"


def test_a_codec_that_crashes_takes_nothing_with_it(monkeypatch):
    run = subprocess.run
    killed = [sys.executable, "-c", "import os; os.abort()"]
    monkeypatch.setattr(developing.subprocess, "run", lambda command, **options: run(killed, **options))

    assert refusal(written(picture())).code == "broken"


def test_a_photo_that_takes_for_ever_is_given_up(monkeypatch):
    run = subprocess.run
    slow = [sys.executable, "-c", "import time; time.sleep(60)"]
    monkeypatch.setattr(developing, "SECONDS", 0.2)
    monkeypatch.setattr(
        developing.subprocess, "run", lambda command, **options: run(slow, **(options | {"timeout": 0.2}))
    )

    assert refusal(written(picture())).code == "broken"


def test_when_all_places_are_taken_the_person_is_asked_to_try_again(monkeypatch):
    full = threading.BoundedSemaphore(1)
    full.acquire()
    monkeypatch.setattr(developing, "_places", full)
    monkeypatch.setattr(developing, "SECONDS", 0.01)

    assert refusal(written(picture())).code == "busy"


def test_a_refusal_gives_its_place_back():
    for _ in range(developing.AT_A_TIME + 1):
        assert refusal(b"\xff\xd8\xff\xe0").code == "broken"

    assert receive_photo(upload()).width == 40


def test_when_no_process_can_be_started_the_person_is_asked_to_try_again(monkeypatch):
    monkeypatch.setattr(developing.sys, "executable", "/nowhere/python")

    assert refusal(written(picture())).code == "busy"


def test_the_darkroom_knows_no_secret(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "only for the portal")
    seen = {}
    run = subprocess.run
    monkeypatch.setattr(
        developing.subprocess, "run", lambda command, **options: seen.update(options) or run(command, **options)
    )

    receive_photo(upload())

    assert seen["env"] == {}


def test_the_same_pixels_give_the_same_digest():
    first = receive_photo(upload(written(picture(), exif=exif(gps=in_sundsvall()).tobytes()), "a.jpg"))
    again = receive_photo(upload(written(picture()), "b.jpg"))

    assert first.sha256 == again.sha256


def test_a_document_gets_the_name_of_its_true_type():
    document = receive_document(upload(office(), "C:\\Anna\\Ritning.exe"))

    assert document.name == "Ritning.docx"
    assert document.sha256 == hashlib.sha256(document.content).hexdigest()


def test_a_photo_of_many_pixels_is_received(tmp_path):
    data = written(Image.new("RGB", (8000, 6000), "white"), quality=30)

    photo = receive_photo(upload(data))

    assert (photo.width, photo.height) == (2000, 1500)  # a quarter, as the decoder gives it


def test_a_photo_a_little_larger_than_what_is_kept_is_made_smaller():
    photo = receive_photo(upload(written(Image.new("RGB", (3000, 2000), "white"))))

    assert (photo.width, photo.height) == (2048, 1365)
