from __future__ import annotations

import re
from datetime import timedelta

import pytest

from participation.faults.actions import set_publicity
from participation.faults.models import AreaWatch
from participation.faults.public.watches import tell_watches
from participation.faults.unproven import forget_unproven
from participation.notifications.models import OutgoingMail

from ..factories import NOW, category_of, shown

AREA = "?ruta=17.2,62.3,17.4,62.45"


def addresses_in(mail: OutgoingMail) -> list[str]:
    return [re.sub(r"^http://testserver", "", found) for found in re.findall(r"http://\S+", mail.text)]


def watched(client, query: str = "") -> AreaWatch:
    """Asked for by a stranger, and confirmed."""
    client.post(f"/felanmalan/anmalda/2281/bevaka/{query}", {"email": "lisa@example.com"})
    confirm, _stop = addresses_in(OutgoingMail.objects.latest("pk"))
    client.post(confirm)
    watch = AreaWatch.objects.latest("pk")
    AreaWatch.objects.update(told_until=NOW - timedelta(days=2))
    OutgoingMail.objects.all().delete()
    return watch


def test_nothing_is_mailed_before_the_address_has_said_yes(client, sundsvall):
    client.post("/felanmalan/anmalda/2281/bevaka/", {"email": "lisa@example.com"})
    confirm, _stop = addresses_in(OutgoingMail.objects.get())
    AreaWatch.objects.update(told_until=NOW - timedelta(days=2))
    shown(sundsvall)

    client.get(confirm)  # as a program that looks through mail does
    assert tell_watches(NOW + timedelta(minutes=1)) == 0

    client.post(confirm)
    assert AreaWatch.objects.get().confirmed_at is not None


def test_asked_for_twice_is_one_watch(client, sundsvall):
    for _time in range(2):
        client.post("/felanmalan/anmalda/2281/bevaka/", {"email": "lisa@example.com"})

    assert AreaWatch.objects.count() == 1


def test_asked_for_again_and_again_the_mail_comes_once(client, sundsvall):
    for _time in range(4):
        client.post("/felanmalan/anmalda/2281/bevaka/", {"email": "lisa@example.com"})

    assert OutgoingMail.objects.count() == 1


def test_an_address_is_asked_about_three_areas_an_hour(client, sundsvall):
    for west in (17.1, 17.15, 17.2, 17.25, 17.3):
        client.post(f"/felanmalan/anmalda/2281/bevaka/?ruta={west},62.3,17.4,62.45", {"email": "lisa@example.com"})

    assert AreaWatch.objects.count() == 5
    assert OutgoingMail.objects.count() == 3


def test_who_signs_in_has_proved_what_they_asked_for_before(client, sundsvall, citizen):
    client.post("/felanmalan/anmalda/2281/bevaka/", {"email": citizen.email})
    client.force_login(citizen)

    client.post("/felanmalan/anmalda/2281/bevaka/")

    assert AreaWatch.objects.get().confirmed_at is not None


def test_whoever_is_signed_in_is_not_asked_for_an_address(client, sundsvall, citizen):
    client.force_login(citizen)

    assert (
        "E-post"
        not in client.get("/felanmalan/anmalda/2281/bevaka/").content.decode().split("<main")[1].split("</main")[0]
    )
    client.post("/felanmalan/anmalda/2281/bevaka/")

    watch = AreaWatch.objects.get()
    assert (watch.email, watch.person, watch.confirmed_at is not None) == (citizen.email, citizen, True)
    assert not OutgoingMail.objects.exists()


def test_news_of_the_area_come_once_and_only_when_there_are_any(client, sundsvall):
    watched(client, AREA)
    later = NOW + timedelta(minutes=5)
    assert tell_watches(later) == 0
    shown(sundsvall, text="Hålet på torget.", category=category_of(sundsvall, "hal"))
    shown(sundsvall, (17.9, 62.2), text="Långt bort.")

    assert tell_watches(later) == 1
    assert tell_watches(later) == 0
    assert tell_watches(later + timedelta(days=2)) == 0

    mail = OutgoingMail.objects.get()
    assert mail.subject == "1 ny felanmälan i Sundsvall"
    assert "Hålet på torget." in mail.text
    assert "Långt bort." not in mail.text
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_what_is_hidden_before_the_mail_is_not_in_it(client, sundsvall, case_officer):
    watched(client)
    report = shown(sundsvall)
    set_publicity(report=report, by=case_officer, publicity="hidden", now=NOW)

    assert tell_watches(NOW + timedelta(minutes=5)) == 0


@pytest.mark.parametrize(("code", "told"), [("hal", 1), ("lampa", 0)])
def test_a_watch_of_a_kind_tells_of_that_kind(client, sundsvall, code, told):
    hole, _lamp = category_of(sundsvall, "hal"), category_of(sundsvall, "lampa")
    watched(client, f"?kategori={code}")
    shown(sundsvall, category=hole)

    assert tell_watches(NOW + timedelta(minutes=5)) == told


def test_one_press_in_a_mail_program_ends_it_without_a_token_of_ours(sundsvall):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    watch = AreaWatch.objects.create(
        email="lisa@example.com", municipality=sundsvall, created_at=NOW, confirmed_at=NOW, told_until=NOW
    )
    assert strict.get(f"/felanmalan/bevakning/{watch.token}/sluta/").status_code == 200
    assert AreaWatch.objects.exists()

    response = strict.post(f"/felanmalan/bevakning/{watch.token}/sluta/", {"List-Unsubscribe": "One-Click"})

    assert response.status_code == 200
    assert not AreaWatch.objects.exists()
    assert strict.get(f"/felanmalan/bevakning/{watch.token}/sluta/").status_code == 200


def test_what_nobody_confirmed_is_forgotten_in_a_week(sundsvall):
    AreaWatch.objects.create(email="lisa@example.com", municipality=sundsvall, created_at=NOW, told_until=NOW)

    assert forget_unproven(NOW + timedelta(days=6)) == 0
    assert forget_unproven(NOW + timedelta(days=8)) == 1


def test_the_mail_that_asks_names_the_kind_of_fault(client, sundsvall):
    category_of(sundsvall, "hal", name="Hål i gata", name_en="Hole in the street")
    client.post("/felanmalan/anmalda/2281/bevaka/?kategori=hal", {"email": "lisa@example.com"})
    client.post("/en/felanmalan/anmalda/2281/bevaka/?kategori=hal", {"email": "maja@example.com"})

    swedish, english = OutgoingMail.objects.order_by("pk")
    page = client.get(addresses_in(swedish)[0]).content.decode()

    for words in (swedish.text, swedish.html, page):
        assert "Hål i gata" in words
    assert "Hole in the street" in english.text
