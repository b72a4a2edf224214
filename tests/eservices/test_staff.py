from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import NoReverseMatch, reverse

from participation.accounts.models import Role
from participation.eservices import forms
from participation.eservices.models import EService, EServiceImport
from participation.eservices.permissions import can_import_eservices, can_list_eservices
from tests.factories import UserFactory, staff

from .conftest import answer, bring_in, flow

INDEX, IMPORT = "/cms/eservice/", "/cms/eservice/import/"


def upload(client, municipality, body: bytes):
    return client.post(IMPORT, {"municipality": municipality.pk, "file": SimpleUploadedFile("flows.json", body)})


@pytest.fixture
def both(sundsvall, timra):
    bring_in(sundsvall, flow(1, Name="Sundsvalls tjänst"))
    bring_in(timra, flow(1, Name="Timrås tjänst"))


@pytest.mark.parametrize(
    ("role", "imports"),
    [(Role.EDITOR, True), (Role.PUBLISHER, True), (Role.MODERATOR, False), (Role.CASE_OFFICER, False)],
)
def test_editors_and_publishers_import_and_every_role_reads(sundsvall, timra, role, imports):
    person = staff(sundsvall, role)

    assert can_import_eservices(person, sundsvall) is imports
    assert can_list_eservices(person, sundsvall)
    assert not can_import_eservices(person, timra)
    assert not can_list_eservices(person, timra)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ANALYST])
def test_the_listing_holds_the_own_municipalitys_services_only(client, sundsvall, both, role):
    client.force_login(staff(sundsvall, role))

    page = client.get(INDEX).content.decode()

    assert "Sundsvalls tjänst" in page
    assert "Timrås tjänst" not in page


def test_the_search_of_the_listing_does_not_leak(client, editor, both):
    client.force_login(editor)

    page = client.get(f"{INDEX}results/", {"q": "tjänst"}).content.decode()

    assert "Sundsvalls tjänst" in page
    assert "Timrås tjänst" not in page


def test_a_service_can_be_inspected_at_home_and_not_next_door(client, editor, both):
    client.force_login(editor)
    own, other = (EService.objects.get(name=name) for name in ("Sundsvalls tjänst", "Timrås tjänst"))

    assert client.get(f"{INDEX}inspect/{own.pk}/").status_code == 200
    assert client.get(f"{INDEX}inspect/{other.pk}/").status_code == 404


@pytest.mark.parametrize("person", ["citizen", "nobody"])
@pytest.mark.parametrize("address", [INDEX, IMPORT, f"{INDEX}results/", f"{IMPORT}1/"])
def test_nobody_but_staff_comes_in(client, request, person, address, both):
    if person == "citizen":
        client.force_login(request.getfixturevalue("citizen"))

    assert client.get(address).status_code == 302
    assert client.post(address).status_code in {302, 405}


def test_access_to_the_admin_without_a_role_shows_nothing(client, sundsvall, both):
    person = staff(sundsvall, Role.EDITOR)
    person.groups.first().staff_group.delete()
    client.force_login(person)

    assert client.get(INDEX).status_code == 302
    assert client.get(IMPORT).status_code == 302


@pytest.mark.parametrize("route", ["add", "edit", "delete", "copy", "history", "usage"])
def test_there_is_no_route_that_writes(route):
    with pytest.raises(NoReverseMatch):
        reverse(f"eservice:{route}")
    with pytest.raises(NoReverseMatch):
        reverse(f"eservice:{route}", args=[1])


def test_even_a_superuser_only_reads_and_imports(client, both):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    service = EService.objects.first()

    page = client.get(INDEX).content.decode()

    assert "Timrås tjänst" in page
    assert "Sundsvalls tjänst" in page
    for verb in ("edit", "delete", "copy"):
        assert client.get(f"{INDEX}{verb}/{service.pk}/").status_code == 404


def test_a_file_is_uploaded_read_through_and_confirmed(client, editor, sundsvall):
    bring_in(sundsvall, flow(1), flow(2))
    client.force_login(editor)
    assert "Importera en fil" in client.get(INDEX).content.decode()
    assert client.get(IMPORT).status_code == 200

    sent = upload(client, sundsvall, answer(flow(1, Name="Nytt namn"), flow(3)))
    report = client.get(sent.url).content.decode()

    assert "ingenting är ändrat än" in report
    assert "Nytt namn (namn)" in report
    assert "Ansökan 3" in report
    assert "Borta (1)" in report
    assert EService.objects.present().count() == 2

    done = client.post(sent.url, follow=True)

    assert "Importen är genomförd" in done.content.decode()
    assert set(EService.objects.present().values_list("name", flat=True)) == {"Nytt namn", "Ansökan 3"}
    assert EServiceImport.objects.latest("created_at").started_by == editor
    assert "flows.json" in client.get(IMPORT).content.decode()


def test_a_report_is_confirmed_once(client, editor, sundsvall):
    client.force_login(editor)
    sent = upload(client, sundsvall, answer(flow(1)))
    client.post(sent.url)

    again = client.post(sent.url)

    assert again.status_code == 404
    assert EServiceImport.objects.count() == 1


def test_a_report_from_yesterday_asks_for_the_file_again(client, editor, sundsvall):
    client.force_login(editor)
    sent = upload(client, sundsvall, answer(flow(1)))
    waiting = EServiceImport.objects.get()
    EServiceImport.objects.update(created_at=waiting.created_at - timedelta(days=2))

    assert "för gammal" in client.get(sent.url).content.decode()
    assert "för gammal" in client.post(sent.url, follow=True).content.decode()
    assert not EService.objects.exists()


def test_a_malformed_file_says_where_it_broke_and_changes_nothing(client, editor, sundsvall):
    client.force_login(editor)

    page = upload(client, sundsvall, answer(flow(1), flow(2, URL="nej"))).content.decode()

    assert "Ingenting ändrades. E-tjänst nummer 2 i filen, fältet URL" in page
    assert not EServiceImport.objects.exists()


def test_a_large_file_and_no_file_are_refused(client, editor, sundsvall, monkeypatch):
    client.force_login(editor)
    monkeypatch.setattr(forms, "SIZE_LIMIT", 10)

    assert "Filen är större" in upload(client, sundsvall, answer(flow(1))).content.decode()
    assert client.post(IMPORT, {"municipality": sundsvall.pk}).status_code == 200
    assert not EServiceImport.objects.exists()


def test_a_file_that_would_empty_the_catalogue_is_warned_of(client, editor, sundsvall):
    bring_in(sundsvall, flow(1), flow(2), flow(3))
    client.force_login(editor)

    report = client.get(upload(client, sundsvall, answer(flow(1))).url).content.decode()

    assert "Är filen hel?" in report


def test_the_form_offers_and_takes_the_own_municipality_only(client, editor, sundsvall, timra):
    client.force_login(editor)

    assert "Timrå kommun" not in client.get(IMPORT).content.decode()
    assert upload(client, timra, answer(flow(1))).status_code == 200
    assert not EServiceImport.objects.exists()


@pytest.mark.parametrize("person", ["moderator", "case_officer", "outsider", "citizen"])
def test_nobody_else_reads_or_confirms_a_waiting_import(client, request, editor, sundsvall, person):
    client.force_login(editor)
    waiting = upload(client, sundsvall, answer(flow(1, Name="Hemlig än så länge"))).url
    client.force_login(request.getfixturevalue(person))

    assert client.get(waiting).status_code == 302
    assert client.post(waiting).status_code == 302
    assert not EService.objects.exists()


@pytest.mark.parametrize("person", ["moderator", "case_officer"])
def test_staff_without_the_role_cannot_start_an_import(client, request, sundsvall, person):
    client.force_login(request.getfixturevalue(person))

    assert client.get(IMPORT).status_code == 302
    assert upload(client, sundsvall, answer(flow(1))).status_code == 302
    assert "Importera en fil" not in client.get(INDEX).content.decode()
    assert not EServiceImport.objects.exists()


def test_a_colleague_of_the_same_municipality_may_confirm(client, editor, publisher, sundsvall):
    client.force_login(editor)
    waiting = upload(client, sundsvall, answer(flow(1))).url
    client.force_login(publisher)

    client.post(waiting)

    assert EServiceImport.objects.get().started_by == publisher


def test_hostile_names_are_only_words_in_the_staff_desk(client, editor, sundsvall):
    client.force_login(editor)
    body = answer(flow(1, Name="<script>alert(1)</script>", ShortDescription="<img src=x onerror=alert(2)>"))

    report = upload(client, sundsvall, body).url
    pages = [client.get(report), client.post(report, follow=True), client.get(INDEX)]
    pages.append(client.get(f"{INDEX}inspect/{EService.objects.get().pk}/"))

    assert all("<script>alert(1)" not in page.content.decode() for page in pages)


def test_the_listing_costs_the_same_for_few_and_many(client, editor, sundsvall, django_assert_max_num_queries):
    client.force_login(editor)
    bring_in(sundsvall, *[flow(n) for n in range(15)])
    client.get(INDEX)

    with django_assert_max_num_queries(14):
        client.get(INDEX)
