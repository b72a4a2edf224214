from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participation.accounts.models import Role
from participation.faults.actions import Place, change_status
from participation.faults.models import FaultReport
from participation.faults.permissions import can_handle_reports, can_read_reports
from participation.notifications.models import OutgoingMail
from tests.factories import DepartmentFactory, staff

from .factories import IN_SUNDSVALL, IN_TIMRA, NOW, category_of, looked_at, reported

INDEX = "/cms/felanmalningar/"


@pytest.fixture
def theirs(sundsvall, developed) -> FaultReport:
    return reported(
        sundsvall,
        text="Trasig gunga i parken",
        contact_email="lisa.hemlig@example.com",
        contact_phone="070-1112233",
        photos=[developed],
    )


def reading(report: FaultReport) -> list[str]:
    base = f"{INDEX}{report.pk}/"
    return [base, f"{base}bild/{report.photos.get().pk}/"]


def acting(report: FaultReport) -> list[str]:
    return [f"{INDEX}{report.pk}/{deed}/" for deed in ("lage", "plats", "lamna")]


@pytest.mark.parametrize(
    ("role", "reads", "handles"),
    [
        (Role.CASE_OFFICER, True, True),
        (Role.MODERATOR, True, False),
        (Role.EDITOR, False, False),
        (Role.PUBLISHER, False, False),
    ],
)
def test_who_reads_and_who_handles(client, sundsvall, timra, theirs, role, reads, handles):
    person = staff(sundsvall, role)
    client.force_login(person)

    assert can_read_reports(person, sundsvall) is reads
    assert can_handle_reports(person, sundsvall) is handles
    assert not can_read_reports(person, timra)
    assert not can_handle_reports(person, timra)
    for path in [INDEX, *reading(theirs)]:
        assert (looked_at(client, path).status_code == 200) is reads, path
    for path in [f"{INDEX}tabell.csv", *acting(theirs)]:
        assert (looked_at(client, path).status_code == 200) is handles, path


@pytest.mark.parametrize("deed", ["lage", "plats", "lamna"])
def test_the_neighbours_staff_find_nothing_to_read_or_change(client, outsider, theirs, timra, deed):
    client.force_login(outsider)
    path = f"{INDEX}{theirs.pk}/{deed}/"
    said = {"status": "fixed", "place": "Hos oss", "to": timra.pk, "message": "Hackad"}

    assert client.get(path).status_code == 404
    assert client.post(path, said).status_code == 404
    assert all(client.get(path).status_code == 404 for path in reading(theirs))
    theirs.refresh_from_db()
    assert (theirs.status, theirs.place, theirs.events.count()) == ("received", "Storgatan 12", 1)


@pytest.mark.parametrize("deed", ["lage", "plats", "lamna"])
def test_moderators_change_nothing(client, moderator, theirs, timra, deed):
    client.force_login(moderator)

    client.post(f"{INDEX}{theirs.pk}/{deed}/", {"status": "fixed", "place": "Hos oss", "to": timra.pk})

    assert theirs.events.count() == 1


def test_citizens_and_strangers_get_no_further_than_the_door(client, citizen, theirs):
    for _ in range(2):
        for path in [INDEX, f"{INDEX}tabell.csv", *reading(theirs), *acting(theirs)]:
            assert client.get(path).status_code == 302, path
        client.force_login(citizen)


def test_the_list_and_its_search_hold_the_own_municipality_only(client, case_officer, theirs, timra):
    other = reported(timra, text="Trasig gunga i Timrå")
    client.force_login(case_officer)

    for query in ({}, {"state": "all"}, {"q": "gunga"}, {"municipality": timra.pk}):
        page = client.get(INDEX, query).content.decode()
        assert other.number not in page
    assert theirs.number in client.get(INDEX).content.decode()


def test_moderators_do_not_see_how_to_reach_the_reporter(client, moderator, case_officer, theirs):
    client.force_login(moderator)
    assert "lisa.hemlig" not in client.get(f"{INDEX}{theirs.pk}/").content.decode()

    client.force_login(case_officer)
    assert "lisa.hemlig" in client.get(f"{INDEX}{theirs.pk}/").content.decode()


def test_staff_never_see_the_reporters_secret_address(client, case_officer, theirs):
    client.force_login(case_officer)
    pages = [client.get(path).content.decode() for path in (INDEX, *reading(theirs)[:1], *acting(theirs))]
    preview = client.post(f"{INDEX}{theirs.pk}/lage/", {"status": "fixed", "gor": "visa"}).content.decode()

    assert all(theirs.token not in page for page in [*pages, preview])


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, ["new", "old"]),
        ({"ko": "alla", "state": "fixed"}, ["done"]),
        ({"ko": "alla"}, ["new", "old", "done"]),
        ({"q": "gungan"}, ["new"]),
        ({"q": "F-2281-2026-0002"}, ["old"]),
        ({"q": "Hamngatan"}, ["old"]),
        ({"since": "2026-11-15"}, ["new"]),
        ({"until": "2026-11-15"}, ["old"]),
        ({"since": "inte en dag", "state": "<b>"}, ["new", "old"]),
        ({"q": "'; DROP TABLE--"}, []),
    ],
)
def test_the_filters_find_what_they_say(client, sundsvall, case_officer, query, shown):
    named = {
        "new": reported(sundsvall, text="gungan"),
        "old": reported(sundsvall, place=Place(words="Hamngatan 3"), now=NOW - timedelta(days=10)),
        "done": reported(sundsvall, text="Klart", now=NOW),
    }
    change_status(report=named["done"], by=case_officer, status="fixed", message="", now=NOW)
    client.force_login(case_officer)

    page = client.get(INDEX, query).content.decode()

    found = [name for name, report in named.items() if f">{report.number}<" in page]
    assert found == shown


def test_a_status_is_changed_with_words_for_the_reporter(client, case_officer, theirs):
    client.force_login(case_officer)

    response = client.post(f"{INDEX}{theirs.pk}/lage/", {"status": "in_progress", "message": "Vi åker dit."})

    assert response["Location"] == f"{INDEX}{theirs.pk}/"
    theirs.refresh_from_db()
    assert theirs.status == "in_progress"
    assert list(theirs.events.all())[-1].by == case_officer
    assert "Vi åker dit." in OutgoingMail.objects.filter(to="lisa.hemlig@example.com").latest("id").text


def test_a_preview_shows_the_mail_and_changes_nothing(client, case_officer, theirs):
    client.force_login(case_officer)
    before = OutgoingMail.objects.count()

    said = {"status": "fixed", "message": "Ny gunga!", "gor": "visa"}
    page = client.post(f"{INDEX}{theirs.pk}/lage/", said).content.decode()

    assert "Felet du anmälde är åtgärdat" in page
    assert page.count("Ny gunga!") == 3  # the mail, the page of the report, the field
    theirs.refresh_from_db()
    assert (theirs.status, OutgoingMail.objects.count()) == ("received", before)


def test_a_no_without_a_why_comes_back(client, case_officer, theirs):
    client.force_login(case_officer)

    page = client.post(f"{INDEX}{theirs.pk}/lage/", {"status": "closed", "message": ""}).content.decode()

    assert "Skriv varför" in page
    assert theirs.events.count() == 1


def test_a_step_that_somebody_else_took_meanwhile_is_refused_with_the_words_kept(client, case_officer, theirs):
    client.force_login(case_officer)
    change_status(report=theirs, by=case_officer, status="fixed", message="", now=NOW)

    page = client.post(f"{INDEX}{theirs.pk}/lage/", {"status": "closed", "message": "Mina ord"}).content.decode()

    assert "Mina ord" in page
    theirs.refresh_from_db()
    assert theirs.status == "fixed"


def test_a_click_on_the_map_fills_in_and_the_button_corrects(client, case_officer, theirs):
    client.force_login(case_officer)
    path = f"{INDEX}{theirs.pk}/plats/"

    clicked = client.post(path, {"place": "Vid bron", "message": "Ord", "punkt576.x": "300", "punkt576.y": "300"})
    assert "Vid bron" in clicked.content.decode()
    assert theirs.events.count() == 1

    client.post(path, {"place": "Vid bron", "lon": str(IN_SUNDSVALL[0]), "lat": "62,3908", "message": ""})
    theirs.refresh_from_db()
    assert (theirs.place, theirs.position, theirs.position_source) == ("Vid bron", IN_SUNDSVALL, "staff")


def test_a_position_elsewhere_is_taken_with_a_warning(client, case_officer, theirs, timra):
    client.force_login(case_officer)
    said = {"place": "", "lon": str(IN_TIMRA[0]), "lat": str(IN_TIMRA[1])}

    page = client.post(f"{INDEX}{theirs.pk}/plats/", said, follow=True).content.decode()

    assert "Platsen ligger i en annan kommun" in page


def test_a_place_with_its_figures_the_other_way_round_is_not_saved(client, case_officer, theirs):
    client.force_login(case_officer)
    said = {"place": "", "lat": str(IN_SUNDSVALL[0]), "lon": str(IN_SUNDSVALL[1]), "sure": "on"}

    page = client.post(f"{INDEX}{theirs.pk}/plats/", said).content.decode()

    theirs.refresh_from_db()
    assert "Latitud och longitud ser ut att ha bytt plats. Skriv dem i varandras fält." in page
    assert theirs.position is None


def test_a_place_far_away_is_asked_about_and_nobody_there_is_suggested(client, case_officer, theirs):
    client.force_login(case_officer)
    path, said = f"{INDEX}{theirs.pk}/plats/", {"place": "", "lat": "59.33", "lon": "18.06"}

    asked = client.post(path, said).content.decode()
    theirs.refresh_from_db()
    before = theirs.position
    saved = client.post(path, {**said, "sure": "on"}, follow=True).content.decode()

    theirs.refresh_from_db()
    assert "Platsen ligger i Stockholms kommun, som inte är med här. Kontrollera den." in asked
    assert 'type="checkbox" name="sure"' in asked
    assert 'name="sure"' not in client.get(path).content.decode()
    assert (before, theirs.position) == (None, (18.06, 59.33))
    assert "Är felet deras?" not in saved


@pytest.mark.parametrize("said", [{"lon": "x", "lat": "62"}, {"lon": "17", "lat": ""}, {"place": ""}])
def test_a_place_that_is_none_comes_back(client, case_officer, theirs, said):
    client.force_login(case_officer)

    assert client.post(f"{INDEX}{theirs.pk}/plats/", said).status_code == 200
    assert theirs.events.count() == 1


def test_after_handing_over_it_is_the_others_report(client, case_officer, outsider, theirs, timra):
    client.force_login(case_officer)

    response = client.post(f"{INDEX}{theirs.pk}/lamna/", {"to": timra.pk, "message": "Er park."})

    assert response["Location"] == INDEX
    assert client.get(f"{INDEX}{theirs.pk}/").status_code == 404
    client.force_login(outsider)
    assert client.get(f"{INDEX}{theirs.pk}/").status_code == 200


def test_the_table_holds_no_contact_and_no_formula(client, case_officer, theirs, timra):
    reported(theirs.municipality, text='=HYPERLINK("http://evil","klicka")', place=Place(words="@SUM(A1)"))
    reported(timra, text="Hos grannen")
    client.force_login(case_officer)

    response = client.get(f"{INDEX}tabell.csv", {"state": "all"})

    table = b"".join(response.streaming_content).decode()
    rows = list(csv.reader(StringIO(table.removeprefix("\ufeff"))))
    assert len(rows) == 3
    assert "lisa.hemlig" not in table
    assert "1112233" not in table
    assert "Hos grannen" not in table
    assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)


def test_the_table_says_what_kind_how_urgent_and_whose(client, sundsvall, case_officer):
    department = DepartmentFactory(municipality=sundsvall)
    kind = category_of(sundsvall, name="Gatubelysning", priority=3)
    report = reported(sundsvall, category=kind)
    FaultReport.objects.filter(pk=report.pk).update(department=department, assigned_to=case_officer)
    change_status(report=report, by=case_officer, status="asked", message="Vilken lampa?", now=NOW)
    client.force_login(case_officer)

    response = client.get(f"{INDEX}tabell.csv", {"state": "all"})

    table = b"".join(response.streaming_content).decode()
    [row] = csv.DictReader(StringIO(table.removeprefix("\ufeff")))
    assert row["Kategori"] == "Gatubelysning"
    assert row["Prioritet"] == report.get_priority_display()
    assert row["Förvaltning"] == department.name
    assert row["Handläggare"] == case_officer.get_full_name()
    assert row["Läge"] == "Väntar på svar från den som anmälde"


def test_a_long_list_costs_what_a_short_one_costs(client, sundsvall, case_officer):
    client.force_login(case_officer)
    client.get(INDEX)
    counts = []
    for number in (1, 20):
        for _ in range(number):
            reported(sundsvall)
        with CaptureQueriesContext(connection) as queries:
            client.get(INDEX)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_menu_shows_it_to_those_who_may(client, case_officer, editor):
    client.force_login(case_officer)
    assert "/cms/felanmalningar/" in client.get("/cms/").content.decode()

    client.force_login(editor)
    assert "/cms/felanmalningar/" not in client.get("/cms/").content.decode()


def test_what_citizens_wrote_is_text_in_the_admin(client, sundsvall, case_officer):
    report = reported(sundsvall, text="<script>alert(1)</script>", place=Place(words="<img src=x>"))
    client.force_login(case_officer)

    for path in (INDEX, f"{INDEX}{report.pk}/", f"{INDEX}{report.pk}/plats/"):
        page = client.get(path).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x>" not in page
