"""Response templates: who writes them, how they are filled in, and that a preview is what comes."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participation.faults.actions import set_publicity
from participation.faults.models import FaultEvent, FaultReport, ResponseTemplate
from participation.faults.response_words import filled_in
from participation.notifications.models import OutgoingMail
from tests.factories import DepartmentFactory
from tests.faults.factories import NOW, Place, category_of, reported

INDEX = "/cms/felanmalningar/"
TEMPLATES = f"{INDEX}svarsmallar/2281/"


@pytest.fixture
def lamps(sundsvall):
    department = DepartmentFactory(municipality=sundsvall, name="Gatuavdelningen")
    return category_of(sundsvall, name="Gatubelysning", name_en="Street lights", department=department)


@pytest.fixture
def template(sundsvall, lamps) -> ResponseTemplate:
    return ResponseTemplate.objects.create(
        municipality=sundsvall,
        name="Lampan bytt",
        status="fixed",
        category=lamps,
        words="{Nummer}: {kategori} vid {plats} är lagad {datum}. {förvaltning}",
        words_en="{nummer}: {kategori} at {plats} was mended {datum}.",
    )


@pytest.fixture
def report(sundsvall, lamps) -> FaultReport:
    return reported(sundsvall, category=lamps, contact_email="lisa@example.com")


@pytest.fixture
def officer(client, case_officer):
    client.force_login(case_officer)
    return case_officer


def test_it_is_filled_in_in_the_language_of_the_reporter(template, report):
    today = date(2026, 11, 21)
    swedish = f"{report.number}: Gatubelysning vid Storgatan 12 är lagad 21 november 2026. Gatuavdelningen"
    english = f"{report.number}: Street lights at Storgatan 12 was mended 21 November 2026."

    assert filled_in(template, report, today=today) == swedish
    report.language = "en"
    assert filled_in(template, report, today=today) == english


def test_what_is_not_known_is_said_in_other_words(sundsvall, template):
    bare = reported(sundsvall, place=Place(lon=17.3, lat=62.39, source="map"))

    words = filled_in(template, bare, today=date(2026, 11, 21))

    assert words == f"{bare.number}: felanmälan vid platsen i anmälan är lagad 21 november 2026. {sundsvall.full_name}"


@pytest.mark.parametrize("place", ["Köp på https://evil.example", "evil.se/x", "skriv till a@b.se", "  "])
def test_no_link_of_a_reporter_rides_in_a_mail_of_the_municipality(template, report, place):
    report.place = place

    assert "vid platsen i anmälan är" in filled_in(template, report, today=date(2026, 11, 21))


def test_a_place_is_one_line_without_telephone_and_never_names_a_field_again(template, report):
    report.place = "Hos Lisa\n070-111 22 33 {nummer}"

    words = filled_in(template, report, today=date(2026, 11, 21))

    assert "vid Hos Lisa [telefonnummer borttaget] {nummer} är" in words


def test_staff_write_change_and_remove_one(client, officer, sundsvall, lamps):
    said = {"name": "Lagad", "status": "fixed", "words": "{nummer} är lagad.", "is_active": "on", "category": lamps.pk}
    shown = client.post(f"{TEMPLATES}ny/", {**said, "gor": "visa"}).content.decode()
    assert "F-2281-" in shown
    assert not ResponseTemplate.objects.exists()

    assert client.post(f"{TEMPLATES}ny/", said)["Location"] == TEMPLATES
    assert client.post(f"{TEMPLATES}ny/", said).status_code == 200  # the name is taken
    template = ResponseTemplate.objects.get()
    client.post(f"{TEMPLATES}{template.pk}/", {**said, "words": "Klart."})
    assert "Klart." in client.get(TEMPLATES).content.decode()
    client.post(f"{TEMPLATES}{template.pk}/", {"gor": "ta-bort"})

    assert not ResponseTemplate.objects.exists()


def test_what_cannot_be_filled_in_comes_back(client, officer, sundsvall):
    said = {"name": "Lagad", "status": "fixed", "words": "Hej {namn}, {report.token}"}

    page = client.post(f"{TEMPLATES}ny/", said).content.decode()

    assert "{namn}, {report.token}" in page
    assert "går inte att fylla i" in page
    assert not ResponseTemplate.objects.exists()


def test_a_category_of_another_municipality_cannot_be_named(client, officer, timra):
    theirs = category_of(timra, name="Hemligt slag")

    page = client.post(f"{TEMPLATES}ny/", {"name": "X", "status": "fixed", "words": "X", "category": theirs.pk})

    assert "Hemligt slag" not in page.content.decode()
    assert not ResponseTemplate.objects.exists()


@pytest.mark.parametrize("who", ["outsider", "moderator", "editor", "citizen"])
def test_nobody_else_reads_writes_or_removes_one(client, request, template, who):
    client.force_login(request.getfixturevalue(who))

    for path in (TEMPLATES, f"{TEMPLATES}ny/", f"{TEMPLATES}{template.pk}/"):
        assert "Lampan bytt" not in client.get(path).content.decode()
        client.post(path, {"name": "Hackad", "status": "fixed", "words": "X", "gor": "ta-bort"})
    assert ResponseTemplate.objects.get().name == "Lampan bytt"


def test_one_is_reached_only_in_its_own_municipality(client, outsider, template):
    client.force_login(outsider)

    assert client.post(f"{INDEX}svarsmallar/2262/{template.pk}/", {"gor": "ta-bort"}).status_code == 404
    assert ResponseTemplate.objects.exists()


def test_only_those_that_fit_the_report_are_offered(client, officer, sundsvall, timra, template, report):
    ResponseTemplate.objects.create(municipality=timra, name="Timrås", status="fixed", words="X")
    ResponseTemplate.objects.create(municipality=sundsvall, name="Vilande", status="fixed", words="X", is_active=False)
    holes = category_of(sundsvall, "hal")
    ResponseTemplate.objects.create(municipality=sundsvall, name="Om hål", status="fixed", category=holes, words="X")
    ResponseTemplate.objects.create(municipality=sundsvall, name="Allmän", status="planned", words="X")

    page = client.get(f"{INDEX}{report.pk}/lage/").content.decode()

    assert "Åtgärdad: Lampan bytt" in page
    assert "Allmän" in page
    assert not any(name in page for name in ("Timrås", "Vilande", "Om hål"))


def test_it_fills_in_status_and_words_and_keeps_what_was_written(client, officer, template, report):
    path = f"{INDEX}{report.pk}/lage/"

    page = client.post(path, {"template": template.pk, "message": "Hej!", "gor": "mall"}).content.decode()

    assert f"Hej!\n\n{report.number}: Gatubelysning vid Storgatan 12" in page
    assert 'value="fixed" ' in page[: page.index("checked")].rsplit("<input", 1)[1]
    again = f"{report.number}: Gatubelysning vid Storgatan 12"
    filled = filled_in(template, report, today=date.today())
    page = client.post(path, {"template": template.pk, "message": filled, "gor": "mall"}).content.decode()
    assert page.count(again) == 1
    report.refresh_from_db()
    assert report.status == "received"


def test_the_preview_is_what_the_reporter_gets_by_mail_and_on_the_page(client, officer, report):
    path, said = f"{INDEX}{report.pk}/lage/", {"status": "fixed", "message": "Ny lampa sitter."}
    before = (OutgoingMail.objects.count(), FaultEvent.objects.count())
    preview = client.post(path, {**said, "gor": "visa"}).content.decode()
    assert (OutgoingMail.objects.count(), FaultEvent.objects.count()) == before

    client.post(path, said)

    mail = OutgoingMail.objects.latest("pk")
    assert mail.subject in preview
    for line in mail.text.splitlines():
        assert line.startswith("http") or line.replace("Ta bort den här:", "") in preview, line
    assert "Är felet borta? Svara här:" in preview
    assert report.token not in preview
    assert "<strong>Åtgärdad</strong>" in preview
    assert "sidan som alla ser" not in preview


def test_a_question_is_previewed_without_the_address_that_answers_it(client, officer, report):
    said = {"status": "asked", "message": "Vilken lampa?", "gor": "visa"}

    preview = client.post(f"{INDEX}{report.pk}/lage/", said).content.decode()

    assert "Svara här. Länken fungerar en gång:" in preview
    assert "/svara/" not in preview
    assert not report.inquiries.exists()


def test_of_a_public_report_it_says_which_words_everybody_reads(client, officer, report):
    set_publicity(report=report, by=officer, publicity="shown", now=NOW)
    path = f"{INDEX}{report.pk}/lage/"

    for status, read in (("planned", True), ("asked", False)):
        page = client.post(path, {"status": status, "message": "I vår.", "gor": "visa"}).content.decode()
        assert ("sidan som alla ser" in page) is read


def test_who_left_no_address_gets_the_page_alone(client, officer, sundsvall):
    silent = reported(sundsvall)

    preview = client.post(f"{INDEX}{silent.pk}/lage/", {"status": "planned", "message": "I vår.", "gor": "visa"})

    assert "har inte lämnat någon e-post" in preview.content.decode()
    assert "Åtgärden är planerad" in preview.content.decode()


def test_what_would_be_refused_says_so_already_in_the_preview(client, officer, report):
    FaultReport.objects.filter(pk=report.pk).update(status="fixed", ended_at=NOW)
    said = {"pk": [report.pk], "status": "planned", "message": "I vår.", "gor": "visa"}

    page = client.post(f"{INDEX}flera/", said).content.decode()

    assert f"{report.number}: går inte" in page
    assert "Läget har ändrats" in page


def test_many_get_a_template_each_with_their_own_words(client, officer, sundsvall, lamps, template, report):
    other = reported(sundsvall, category=lamps, place=Place(words="Torget"), contact_email="bo@example.com")
    picked = {"pk": [report.pk, other.pk], "template": template.pk, "message": "Tack!"}

    shown = client.post(f"{INDEX}flera/", {**picked, "gor": "visa"}).content.decode()
    assert "vid Torget är lagad" in shown
    assert "vid Storgatan 12 är lagad" in shown
    assert FaultReport.objects.filter(status="fixed").count() == 0

    client.post(f"{INDEX}flera/", {**picked, "gor": "1"})
    assert FaultReport.objects.filter(status="fixed").count() == 2
    mail = OutgoingMail.objects.filter(to="bo@example.com").latest("pk")
    assert "vid Torget är lagad" in mail.text
    assert "Tack!" in mail.text


def test_in_bulk_a_template_fits_all_or_is_not_offered_and_says_its_own_status(
    client, officer, sundsvall, template, report
):
    plain = reported(sundsvall)
    picked = {"pk": [report.pk, plain.pk], "gor": "1", "template": template.pk}
    assert "Lampan bytt" not in client.post(f"{INDEX}flera/", {"pk": picked["pk"]}).content.decode()
    assert client.post(f"{INDEX}flera/", picked).status_code == 200

    page = client.post(f"{INDEX}flera/", {**picked, "pk": [report.pk], "status": "closed"}).content.decode()

    assert "Mallen hör till ett annat läge" in page
    assert FaultReport.objects.filter(status="received").count() == 2


def test_the_list_costs_the_same_however_many_templates_there_are(client, officer, sundsvall, lamps):
    asked = []
    for number in (1, 20):
        for place in range(number):
            said = {"name": f"{number}-{place}", "status": "fixed", "words": "X", "category": lamps}
            ResponseTemplate.objects.create(municipality=sundsvall, **said)
        client.get(TEMPLATES)
        with CaptureQueriesContext(connection) as queries:
            client.get(TEMPLATES)
        asked.append(len(queries))

    assert asked[0] == asked[1]
