from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from participation.faults.actions import Place, add_words, change_status, confirm_fixed, forget_contact
from participation.faults.models import FaultReport
from participation.notifications.models import Notification
from tests.factories import MunicipalityFactory

from .factories import IN_SUNDSVALL, NOW, category_of, looked_at, reported

CONTACT = {"contact_email": "lisa.hemlig@example.com", "contact_phone": "070-1112233"}


@pytest.fixture
def whole(sundsvall, developed) -> FaultReport:
    """With everything a report can have."""
    place = Place(words="Vid bron", lon=IN_SUNDSVALL[0], lat=IN_SUNDSVALL[1], source="device", accuracy=8)
    return reported(sundsvall, place=place, photos=[developed], **CONTACT)


def pages_of(report: FaultReport) -> list[str]:
    base = f"/felanmalan/arende/{report.token}/"
    return [base, f"{base}kvitto/", f"{base}tillagg/", f"{base}glom/", f"{base}bild/{report.photos.get().pk}/"]


def test_the_receipt_shows_number_address_and_what_comes_next(client, whole):
    page = client.get(f"/felanmalan/arende/{whole.token}/kvitto/").content.decode()

    assert whole.number in page
    assert f"http://testserver/felanmalan/arende/{whole.token}/" in page
    assert "Vad händer nu?" in page
    assert "från mobilen" in page


def test_a_photo_that_was_lost_is_said_on_the_receipt(client, sundsvall, developed, monkeypatch):
    def full_disk(**_kwargs):
        raise OSError

    monkeypatch.setattr("participation.faults.actions.photos.store_photo", full_disk)
    report = reported(sundsvall, photos=[developed])

    page = client.get(f"/felanmalan/arende/{report.token}/kvitto/").content.decode()

    assert "1 foto gick inte att spara" in page


def test_no_page_is_kept_indexed_or_told_to_other_sites(client, whole):
    for path in pages_of(whole):
        response = looked_at(client, path)
        assert response.status_code == 200, path
        assert "no-store" in response["Cache-Control"]
        assert "noindex" in response["X-Robots-Tag"]
        assert response["Referrer-Policy"] in ("no-referrer", "same-origin")


def test_the_pages_to_read_send_no_referrer_at_all(client, whole):
    status, receipt, *_forms, picture = pages_of(whole)

    assert {looked_at(client, path)["Referrer-Policy"] for path in (status, receipt, picture)} == {"no-referrer"}


def test_no_page_shows_how_to_reach_the_reporter(client, whole):
    for path in pages_of(whole)[:4]:
        page = client.get(path).content.decode()
        assert "lisa.hemlig" not in page
        assert "1112233" not in page


def test_a_guessed_address_is_no_address(client, whole):
    for token in ("x", whole.number, str(whole.pk), whole.token[:-1], whole.token.swapcase()):
        assert client.get(f"/felanmalan/arende/{token}/").status_code == 404
        assert client.post(f"/felanmalan/arende/{token}/glom/").status_code == 404
        assert client.post(f"/felanmalan/arende/{token}/tillagg/", {"text": "hej"}).status_code == 404


def test_a_photo_is_served_only_beside_its_own_address(client, whole, sundsvall):
    picture = whole.photos.get()
    other = reported(sundsvall, text="En annan")

    own = client.get(f"/felanmalan/arende/{whole.token}/bild/{picture.pk}/")
    assert own["Content-Type"] == "image/jpeg"
    assert own.getvalue().startswith(b"\xff\xd8\xff")
    assert client.get(f"/felanmalan/arende/{other.token}/bild/{picture.pk}/").status_code == 404


def test_the_way_and_the_answers_are_there_with_dates(client, whole, case_officer):
    change_status(report=whole, by=case_officer, status="in_progress", message="Vi åker dit i morgon.", now=NOW)
    add_words(report=whole, text="Nu gnistrar det.", now=NOW)

    page = client.get(whole.get_absolute_url()).content.decode()

    assert "Vi åker dit i morgon." in page
    assert "Nu gnistrar det." in page
    assert "21\u00a0november" in page
    assert case_officer.public_name not in page.replace("Invånare", "")
    assert case_officer.email not in page


def test_what_was_written_is_text(client, sundsvall):
    report = reported(sundsvall, text="<script>alert(1)</script>", place=Place(words="<img src=x>"))

    page = client.get(report.get_absolute_url()).content.decode()

    assert "<script>alert" not in page
    assert "<img src=x>" not in page


def test_words_can_be_added_from_the_page(client, whole):
    response = client.post(f"/felanmalan/arende/{whole.token}/tillagg/", {"text": "Nu gnistrar det."})

    assert response["Location"] == whole.get_absolute_url()
    assert whole.events.filter(message="Nu gnistrar det.").exists()


def test_words_for_what_is_done_are_kept_on_the_page(client, whole, case_officer):
    change_status(report=whole, by=case_officer, status="fixed", message="", now=NOW)

    response = client.post(f"/felanmalan/arende/{whole.token}/tillagg/", {"text": "Men den blinkar."})

    assert response.status_code == 200
    assert "Men den blinkar." in response.content.decode()
    assert not whole.events.filter(kind="words").exists()


def test_looking_removes_nothing_and_pressing_does(client, whole):
    path = f"/felanmalan/arende/{whole.token}/glom/"

    client.get(path)
    whole.refresh_from_db()
    assert whole.has_contact

    client.post(path)
    whole.refresh_from_db()
    assert not whole.has_contact


def test_the_own_list_is_the_own_list(client, sundsvall, citizen, author):
    mine = reported(sundsvall, reporter=citizen)
    theirs = reported(sundsvall, reporter=author)
    client.force_login(citizen)

    page = client.get("/felanmalan/mina/").content.decode()

    assert mine.number in page
    assert theirs.number not in page


def test_the_own_list_is_for_those_who_signed_in(client, db):
    assert "/konto/login/" in client.get("/felanmalan/mina/")["Location"]


def test_a_long_own_list_costs_what_a_short_one_costs(client, sundsvall, citizen):
    client.force_login(citizen)
    client.get("/felanmalan/mina/")
    counts = []
    for number in (1, 25):
        for _ in range(number):
            reported(sundsvall, reporter=citizen)
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/felanmalan/mina/").content.decode()
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 12
    assert "efter=" in page


def test_the_status_page_asks_the_database_little(client, whole, django_assert_max_num_queries):
    client.get(whole.get_absolute_url())

    with django_assert_max_num_queries(10):
        client.get(whole.get_absolute_url())


def test_the_account_is_let_go_of_only_when_signed_in_as_it(client, sundsvall, citizen):
    report = reported(sundsvall, reporter=citizen, **CONTACT)
    client.post(f"/felanmalan/arende/{report.token}/glom/")
    report.refresh_from_db()
    assert (report.reporter, report.contact_email) == (citizen, "")

    client.force_login(citizen)
    client.post(f"/felanmalan/arende/{report.token}/glom/")
    report.refresh_from_db()
    assert report.reporter is None


def test_an_ended_report_leads_on_to_a_new_one_once_it_cannot_be_opened_again(client, whole, case_officer):
    forget_contact(report=whole, now=timezone.now())
    change_status(report=whole, by=case_officer, status="closed", message="Dubblett.", now=timezone.now())
    asks = client.get(whole.get_absolute_url()).content.decode()

    confirm_fixed(report=whole, now=timezone.now())
    page = client.get(whole.get_absolute_url()).content.decode()

    assert "/borta/" in asks
    assert "Gör en ny anmälan" not in asks
    assert "/felanmalan/ny/2281/" in page
    assert "tillagg" not in page
    assert "/glom/" not in page


@pytest.mark.parametrize("path", ["ny/9981/", "anmalda/", "anmalda/9981/"])
def test_a_municipality_that_is_on_no_map_breaks_no_page(client, sundsvall, path) -> None:
    """As `check_leaks` plants: the pages of all the others go on."""
    MunicipalityFactory(code="9981", name="Påhittad")

    assert client.get(f"/felanmalan/{path}").status_code == 200


@pytest.mark.parametrize(
    ("publicity", "told"),
    [
        ("shown", "Anmälan syns för alla, utan dina kontaktuppgifter."),
        ("waiting", "När kommunen har läst anmälan kan den visas för alla"),
        ("hidden", "Anmälan visas inte för andra."),
    ],
)
def test_its_reporter_reads_who_else_sees_it(client, sundsvall, publicity, told):
    report = reported(sundsvall, category=category_of(sundsvall, publicity=publicity))

    for path in (f"/felanmalan/arende/{report.token}/", f"/felanmalan/arende/{report.token}/kvitto/"):
        page = client.get(path).content.decode()
        assert told in page
        assert (f"/felanmalan/anmalan/{report.number}/" in page) == (publicity == "shown")


def test_who_writes_knows_beforehand_that_others_may_read_it(client, sundsvall):
    assert "Andra kan få se texten" in client.get("/felanmalan/ny/2281/").content.decode()


@pytest.mark.parametrize("language", ["", "/en"])
def test_whoever_reads_the_page_of_their_report_has_read_the_news_of_it(client, sundsvall, citizen, author, language):
    mine, other = reported(sundsvall, reporter=citizen), reported(sundsvall, reporter=citizen)
    unread = other.get_absolute_url()
    client.force_login(author)
    client.get(mine.get_absolute_url())
    assert Notification.objects.filter(person=citizen, read_at__isnull=True).count() == 2

    client.force_login(citizen)
    page = client.get(f"{language}{mine.get_absolute_url()}").content.decode()

    assert Notification.objects.get(person=citizen, read_at__isnull=True).path == unread
    assert '<span class="unread">1<' in page
