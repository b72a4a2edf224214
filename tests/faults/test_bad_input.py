"""What a form is sent by accident and by malice: each gets a clear answer, and what was written is kept."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from participation.attachments.models import HeldUpload
from participation.faults import clicks, steps
from participation.faults.asking import FRAGMENTS
from participation.faults.models import FaultReport
from portal.limit_table import HINTS, STEPS, rates_from

from .factories import IN_SUNDSVALL, at, filled_in, photo, reported
from .test_form import HERE, came_back, sent

MB = 1024 * 1024


def solid(width: int, height: int) -> SimpleUploadedFile:
    """Few bytes, many pixels."""
    written = BytesIO()
    Image.new("1", (width, height)).save(written, "PNG")
    return SimpleUploadedFile("stor.png", written.getvalue(), content_type="image/png")


def kept(client: Any, **wrong: Any) -> str:
    page = came_back(client, filled_in(contact_phone="060-12 34 56", **wrong))
    assert "Lyktan hänger i kabeln." in page
    assert "060-12 34 56" in page
    return page


def test_thirty_megabytes_cost_only_the_file(client, region) -> None:
    large = SimpleUploadedFile("film.jpg", b"\xff\xd8\xff\xe0" + bytes(30 * MB), content_type="image/jpeg")

    page = kept(client, photos=[large, photo()])

    assert "film.jpg: Bilden är för stor. Den får vara högst 15 MB." in page
    assert HeldUpload.objects.count() == 1


def test_forty_megapixels_are_a_photo_and_sixty_are_too_many(client, region) -> None:
    assert sent(client, filled_in(photos=solid(8000, 5000))).photos.get().width < 8000

    FaultReport.objects.all().delete()
    assert "för hög upplösning" in kept(client, photos=solid(10_000, 6000))


def test_half_a_photo_is_told(client, region) -> None:
    whole = photo().read()

    page = kept(client, photos=SimpleUploadedFile("halv.jpg", whole[: len(whole) // 2], content_type="image/jpeg"))

    assert "halv.jpg: " in page


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xd8\xff", b"GIF89a<script>alert(1)</script>", b"\x00" * 4096, b"<?xml version='1.0'?><svg/>"],
)
def test_a_file_that_only_pretends_is_told(client, region, content) -> None:
    page = kept(client, photos=SimpleUploadedFile("<b>.jpg", content, content_type="image/jpeg"))

    assert "errorlist" in page
    assert "<b>.jpg" not in page


@pytest.mark.parametrize("place", [("nan", "nan"), ("inf", "62"), ("1e999", "62"), ("17,3", "x"), ("17.3; DROP", "62")])
def test_coordinates_that_are_none_are_told(client, region, place) -> None:
    page = kept(client, lon=place[0], lat=place[1], source="device", place="")

    assert "Platsen gick inte att läsa" in page


def test_a_decimal_comma_is_read(client, region) -> None:
    report = sent(client, filled_in(lon="17,3069", lat="62,3908", source="device", place=""))

    assert report.position == IN_SUNDSVALL


def test_zero_zero_is_in_the_sea_and_not_here(client, region) -> None:
    assert "utanför de kommuner som är med" in kept(client, lon="0", lat="0", source="device", place="")


def test_a_nul_in_the_words_is_told(client, region) -> None:
    page = came_back(client, filled_in(text="Lyktan\0hänger"))

    assert "errorlist" in page


def test_latin_1_in_the_body_is_no_accident_that_costs_anything(client, region) -> None:
    body = "&".join(f"{name}={value}" for name, value in filled_in(text="Hål vid ån").items())

    response = client.post(HERE, body.encode("latin-1"), content_type="application/x-www-form-urlencoded")

    assert response.status_code in (200, 302)


def test_hidden_fields_bear_anything(client, region) -> None:
    strange = {
        "told": "x" * 500,
        "guessed": "\0",
        "category": "y" * 500,
        "sign": "z",
        "open_kind": "<i>x",
        "steg": "9e9",
    }

    page = kept(client, **strange)

    assert "<i>x" not in page


@pytest.mark.parametrize("hint", ["x", "slagg", " slag", "SLAG", "1", ["slag", "x"], ["x", ""]])
def test_a_report_that_calls_itself_a_hint_counts_as_a_report(client, region, settings, hint) -> None:
    settings.LIMITS = {**settings.LIMITS, "fault": rates_from("1/1d/address"), "fault_hint": ()}

    first, second = (client.post(HERE, filled_in(told="allt", hint=hint)) for _time in range(2))

    assert (first.status_code, second.status_code) == (302, 429)
    assert FaultReport.objects.count() == 1


def test_a_hint_by_the_limit_is_what_the_page_takes_for_one(client, region, settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "fault": rates_from("1/1d/address")}
    assert {f"hint={name}" for name in FRAGMENTS} == HINTS

    for hint in [*FRAGMENTS, *FRAGMENTS]:
        client.post(HERE, filled_in(hint=hint))

    assert client.post(HERE, filled_in()).status_code == 302


def test_presses_that_do_not_send_are_no_reports(client, region, settings) -> None:
    """Who moves the pin forty times may still send."""
    settings.LIMITS = {**settings.LIMITS, "fault": rates_from("1/1d/address")}

    for press in [{"gor": "norrut"}] * 3 + [{"gor": "karta"}, {"punkt288.x": "9", "punkt288.y": "9"}, {"adress": "1"}]:
        assert client.post(HERE, at(IN_SUNDSVALL, **press)).status_code == 200

    assert sent(client, at(IN_SUNDSVALL)).position == IN_SUNDSVALL


def test_the_presses_of_the_limit_are_those_of_the_form() -> None:
    buttons = {f"{steps.DO}={press}" for press in steps.STEPS}

    assert buttons | {steps.ADDRESS} | {f"punkt{width}.x" for width in clicks.MAP_WIDTHS} == STEPS


@pytest.mark.parametrize("press", ["x", "", "Norrut", ["norrut", "x"]])
def test_a_report_that_calls_itself_a_press_counts_as_a_report(client, region, settings, press) -> None:
    settings.LIMITS = {**settings.LIMITS, "fault": rates_from("1/1d/address"), "fault_step": ()}

    first, second = (client.post(HERE, filled_in(told="allt", gor=press)) for _time in range(2))

    assert (first.status_code, second.status_code) == (302, 429)


def test_too_many_presses_keep_the_words(client, region, settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "fault_step": rates_from("1/10m/address")}
    client.post(HERE, filled_in(gor="karta"))

    response = client.post(HERE, filled_in(gor="karta", text="Ord som inte får försvinna"))

    assert response.status_code == 429
    assert "Ord som inte får försvinna" in response.content.decode()


def test_too_many_hints_are_told_and_the_form_can_still_be_sent(client, region, settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "fault_hint": rates_from("1/10m/address")}

    assert client.post(HERE, filled_in(hint="slag")).status_code == 200
    assert client.post(HERE, filled_in(hint="slag")).status_code == 429
    assert sent(client, at(IN_SUNDSVALL)).position == IN_SUNDSVALL


LATIN_1 = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("name", ["text", "place"])
def test_bytes_that_are_no_utf8_are_not_kept_as_other_letters(client, region, name: str) -> None:
    said = {**filled_in(contact_phone="060-12 34 56"), "text": "Lyset", "place": "Torget"}
    asked = urlencode({**said, name: "åäö hål".encode("latin-1")})

    response = client.post(HERE, asked, content_type=LATIN_1)

    page = response.content.decode()
    assert response.status_code == 200
    assert "Några tecken gick inte att läsa och visas som \ufffd." in page
    assert "h\ufffdl" in page
    assert ("Lyset" in page, "Torget" in page) == (name != "text", name != "place")
    assert "060-12 34 56" in page
    assert not FaultReport.objects.exists()


def test_words_added_later_are_not_kept_as_other_letters(client, sundsvall) -> None:
    report = reported(sundsvall)
    address = f"{report.get_absolute_url()}tillagg/"

    response = client.post(address, b"text=%E5%E4%F6", content_type=LATIN_1)

    assert "Några tecken gick inte att läsa" in response.content.decode()
    assert not report.events.filter(message__contains="\ufffd").exists()
