from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from django.urls import reverse

from participation.faults.actions import change_status, say_still_broken, set_publicity
from participation.faults.models import FaultReport

from ..factories import IN_SUNDSVALL, NOW, category_of, looked_at, photo, placed, reported, shown

ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_list_shows_what_is_shown_and_nothing_else(client, sundsvall, timra):
    here = shown(sundsvall, text="Hålet på torget växer.")
    shown(timra, None, text="Timrås hål.")
    reported(sundsvall, text="Det här väntar.", category=category_of(sundsvall, publicity="waiting"))

    page = client.get("/felanmalan/anmalda/2281/").content.decode()

    assert "Hålet på torget växer." in page
    assert reverse("faults:public", args=[here.number]) in page
    assert "Timrås hål." not in page
    assert "Det här väntar." not in page


def test_the_region_shows_all_its_municipalities(client, sundsvall, timra):
    shown(sundsvall, text="Sundsvalls hål.")
    shown(timra, None, text="Timrås hål.")

    page = client.get("/felanmalan/anmalda/").content.decode()

    assert "Sundsvalls hål." in page
    assert "Timrås hål." in page


def test_nothing_public_tells_who_reported_or_how_to_reach_them(client, sundsvall, citizen):
    report = shown(
        sundsvall, text="Ring 060-12 34 56, lisa@example.com.", reporter=citizen, contact_email="maja@example.com",
        contact_phone="070 123 45 67",
    )  # fmt: skip

    for path in ("/felanmalan/anmalda/2281/", f"/felanmalan/anmalan/{report.number}/", "/felanmalan/anmalda/flode/"):
        page = client.get(path).content.decode()
        assert "borttag" in page
        for secret in ("060-12", "lisa@", "maja@", "070 123", report.token, citizen.email):
            assert secret not in page


@pytest.mark.parametrize("state", ["hidden", "waiting"])
def test_a_report_that_is_not_shown_has_no_public_address(client, sundsvall, case_officer, state):
    report = shown(sundsvall, photos=[])
    assert client.get(f"/felanmalan/anmalan/{report.number}/").status_code == 200

    set_publicity(report=report, by=case_officer, publicity=state, now=NOW)

    assert client.get(f"/felanmalan/anmalan/{report.number}/").status_code == 404


def test_its_photos_are_shown_at_addresses_without_the_secret(client, sundsvall, case_officer, django_db_blocker):
    from participation.attachments.intake import receive_photo

    report = shown(sundsvall, photos=[receive_photo(photo())])
    found = report.photos.get()
    path = f"/felanmalan/anmalan/{report.number}/bild/{found.pk}/"
    page = client.get(f"/felanmalan/anmalan/{report.number}/").content.decode()
    assert path in page
    response = looked_at(client, path)
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert "public" not in response["Cache-Control"]

    set_publicity(report=report, by=case_officer, publicity="hidden", now=NOW)

    assert client.get(path).status_code == 404


def test_what_became_of_it_is_told_and_what_is_between_two_is_not(client, sundsvall, case_officer):
    report = shown(sundsvall)
    change_status(report=report, by=case_officer, status="planned", message="Vi lagar den i maj.", now=NOW)
    change_status(report=report, by=case_officer, status="asked", message="Ring mig på 060-11 22 33.", now=NOW)

    page = client.get(f"/felanmalan/anmalan/{report.number}/").content.decode()

    assert "Vi lagar den i maj." in page
    assert "060-11" not in page


def test_filters_narrow_list_and_map_alike(client, sundsvall, case_officer):
    lamp = category_of(sundsvall, "lampa")
    shown(sundsvall, text="Släckt lampa.", category=lamp)
    done = shown(sundsvall, text="Lagat hål.")
    change_status(report=done, by=case_officer, status="fixed", message="", now=NOW)

    only_open = client.get("/felanmalan/anmalda/2281/").content.decode()
    ended = client.get("/felanmalan/anmalda/2281/?visa=avslutade").content.decode()
    lamps = client.get("/felanmalan/anmalda/2281/?visa=alla&kategori=lampa").content.decode()
    elsewhere = client.get("/felanmalan/anmalda/2281/?visa=alla&ruta=17.0,62.0,17.1,62.1").content.decode()

    assert ("Släckt lampa." in only_open, "Lagat hål." in only_open) == (True, False)
    assert ("Släckt lampa." in ended, "Lagat hål." in ended) == (False, True)
    assert ("Släckt lampa." in lamps, "Lagat hål." in lamps) == (True, False)
    assert "Lagat hål." not in elsewhere
    assert [page.count('class="mark"') for page in (only_open, ended, elsewhere)] == [1, 1, 0]


def test_a_lonely_mark_leads_to_its_report_and_a_crowd_to_a_closer_look(client, sundsvall):
    alone = shown(sundsvall, (16.90, 62.50))
    for step in range(3):
        shown(sundsvall, (IN_SUNDSVALL[0] + step / 10_000, IN_SUNDSVALL[1]))

    page = client.get("/felanmalan/anmalda/2281/").content.decode()
    drawn = page[page.index('<svg viewBox="0 0 576') :]
    picture = ET.fromstring(drawn[: drawn.index("</svg>") + 6].replace("&#x27;", ""))
    marks = {mark.get("aria-label"): mark.get("href") for mark in picture.iter("a")}

    assert marks[alone.number] == f"/felanmalan/anmalan/{alone.number}/"
    closer = next(href for label, href in marks.items() if label.startswith("3 fel"))
    assert "ruta=" in closer
    assert client.get(f"/felanmalan/anmalda/2281/{closer.split('#')[0]}").content.decode().count('class="row"') == 3


def test_the_feed_holds_the_newest_and_follows_the_filters(client, sundsvall):
    shown(sundsvall, text="Hålet.\x0b", category=category_of(sundsvall, "hal"))

    feed = ET.fromstring(client.get("/felanmalan/anmalda/2281/flode/?kategori=hal").content)
    empty = ET.fromstring(client.get("/felanmalan/anmalda/2281/flode/?ruta=17.0,62.0,17.1,62.1").content)

    assert [entry.find(f"{ATOM}title").text for entry in feed.iter(f"{ATOM}entry")] == ["Hal, Storgatan 12"]
    assert not list(empty.iter(f"{ATOM}entry"))


def test_the_list_asks_the_same_of_the_database_however_many_there_are(
    client, sundsvall, django_assert_max_num_queries
):
    for step in range(30):
        shown(sundsvall, (IN_SUNDSVALL[0] + step / 1000, IN_SUNDSVALL[1]), category=None)
    client.get("/felanmalan/anmalda/2281/")

    with django_assert_max_num_queries(12):
        page = client.get("/felanmalan/anmalda/2281/").content.decode()

    assert page.count('class="row"') == 20
    following = page[page.index('rel="next" href="') + 17 :].split('"')[0].replace("&amp;", "&")
    assert client.get(f"/felanmalan/anmalda/2281/{following}").content.decode().count('class="row"') == 10


def test_staff_show_and_hide_a_report_and_others_do_not(client, sundsvall, case_officer, moderator, outsider):
    report = reported(sundsvall, place=placed(IN_SUNDSVALL))
    path = f"/cms/felanmalningar/{report.pk}/synlighet/"
    for nobody in (moderator, outsider):
        client.force_login(nobody)
        assert client.post(path, {"publicity": "shown", "message": ""}).status_code in (302, 403, 404)
        assert not FaultReport.objects.public().exists()

    client.force_login(case_officer)
    assert "Vem ser anmälan" in client.get(path).content.decode()
    client.post(path, {"publicity": "shown", "message": "Inget känsligt."})

    assert list(FaultReport.objects.public()) == [report]
    page = client.get(f"/cms/felanmalningar/{report.pk}/").content.decode()
    assert "Inget känsligt." in page
    assert "Inget känsligt." not in client.get(report.get_absolute_url()).content.decode()


def test_what_was_opened_again_does_not_end_with_fixed(client, sundsvall, case_officer):
    report = shown(sundsvall, contact_email="lisa@example.com")
    change_status(report=report, by=case_officer, status="fixed", message="Lagat", now=NOW)
    report.refresh_from_db()
    say_still_broken(report=report, text="Nej, jag bor bredvid", now=NOW)

    page = client.get(f"/felanmalan/anmalan/{report.number}/").content.decode()
    happened = page.split("Det har hänt")[1]

    assert happened.index("Öppnad igen") < happened.index("Åtgärdad") < happened.index("Felet anmäldes")
    assert "jag bor bredvid" not in page
