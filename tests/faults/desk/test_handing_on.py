"""To another unit, with words; to another municipality, with a category of theirs."""

from __future__ import annotations

import pytest

from participation.faults.actions import hand_over
from participation.faults.errors import NotHere
from participation.faults.models import FaultReport
from participation.notifications.models import OutgoingMail
from tests.factories import DepartmentFactory, MunicipalityFactory
from tests.faults.factories import NOW, category_of, reported

INDEX = "/cms/felanmalningar/"


@pytest.fixture
def report(sundsvall) -> FaultReport:
    category = category_of(sundsvall, "lampor", department=DepartmentFactory(municipality=sundsvall, name="Gatan"))
    return reported(sundsvall, category=category, contact_email="lisa@example.com")


@pytest.fixture
def officer(client, case_officer):
    client.force_login(case_officer)
    return case_officer


def mails() -> list[str]:
    return list(OutgoingMail.objects.filter(to="lisa@example.com").order_by("pk").values_list("text", flat=True))


def test_another_unit_takes_over_and_the_reporter_gets_the_words(client, officer, sundsvall, report):
    parks = DepartmentFactory(municipality=sundsvall, name="Parken")
    path = f"{INDEX}{report.pk}/forvaltning/"
    page = client.get(path).content.decode()
    assert "Parken" in page
    assert ">Gatan<" not in page
    said = {"department": parks.pk, "message": "De sköter parkens lampor."}
    assert "De sköter parkens lampor." in client.post(path, {**said, "gor": "visa"}).content.decode()

    assert client.post(path, said)["Location"] == f"{INDEX}{report.pk}/"

    report.refresh_from_db()
    assert report.department == parks
    assert "De sköter parkens lampor." in mails()[-1]
    page = client.get(report.get_absolute_url()).content.decode()
    assert "En annan förvaltning har tagit över" in page


def test_without_words_no_mail_goes_out(client, officer, sundsvall, report):
    parks, before = DepartmentFactory(municipality=sundsvall, name="Parken"), len(mails())

    preview = client.post(f"{INDEX}{report.pk}/forvaltning/", {"department": parks.pk, "gor": "visa"}).content.decode()
    client.post(f"{INDEX}{report.pk}/forvaltning/", {"department": parks.pk})

    assert "Inget mejl skickas." in preview
    assert len(mails()) == before
    assert report.events.filter(kind="unit").exists()


def test_a_unit_of_another_municipality_cannot_be_named(client, officer, timra, report):
    theirs = DepartmentFactory(municipality=timra, name="Teknik i Timrå")

    page = client.post(f"{INDEX}{report.pk}/forvaltning/", {"department": theirs.pk}).content.decode()

    assert "Teknik i Timrå" not in page
    assert report.events.count() == 1


@pytest.mark.parametrize("who", ["moderator", "outsider", "citizen"])
def test_nobody_else_hands_anything_on(client, request, sundsvall, report, who):
    parks = DepartmentFactory(municipality=sundsvall, name="Parken")
    client.force_login(request.getfixturevalue(who))

    assert client.post(f"{INDEX}{report.pk}/forvaltning/", {"department": parks.pk}).status_code in (302, 403, 404)
    assert report.events.count() == 1


def test_a_category_of_theirs_is_chosen_when_it_goes_to_another_municipality(client, officer, timra, report):
    lights = category_of(timra, "belysning", name="Belysning")
    category_of(timra, "vilande", name="Vilande slag", is_active=False)
    path = f"{INDEX}{report.pk}/lamna/"
    page = client.get(path).content.decode()
    assert "Timrå: Belysning" in page
    assert "Vilande slag" not in page

    client.post(path, {"to": timra.pk, "category": lights.pk, "message": "Er lampa."})

    report.refresh_from_db()
    assert (report.municipality, report.category) == (timra, lights)


def test_without_a_choice_it_is_of_the_same_kind_where_they_have_one(client, officer, timra, report):
    same = category_of(timra, "lampor")

    client.post(f"{INDEX}{report.pk}/lamna/", {"to": timra.pk, "message": ""})

    report.refresh_from_db()
    assert report.category == same


def test_a_category_of_a_third_is_refused(client, officer, sundsvall, timra, report):
    third = category_of(MunicipalityFactory(is_open=True), "annat")

    page = client.post(f"{INDEX}{report.pk}/lamna/", {"to": timra.pk, "category": third.pk}).content.decode()
    with pytest.raises(NotHere):
        hand_over(report=report, by=officer, to=timra, category=third, message="", now=NOW)

    assert "Kategorin hör till en annan kommun" in page
    report.refresh_from_db()
    assert report.municipality == sundsvall
