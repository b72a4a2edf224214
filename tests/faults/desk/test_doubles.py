"""Two reports of one fault: who follows which, and what each reporter reads."""

from __future__ import annotations

import pytest

from participation.accounts.models import Role
from participation.faults.actions import change_status, mark_double, undo_double
from participation.faults.errors import IsADouble, NotADouble, TransitionRefused
from participation.faults.models import FaultFollower, FaultReport
from participation.notifications.models import OutgoingMail
from tests.factories import staff
from tests.faults.factories import IN_SUNDSVALL, NOW, Place, reported

HERE = Place(lon=IN_SUNDSVALL[0], lat=IN_SUNDSVALL[1], source="map")


@pytest.fixture
def first(sundsvall) -> FaultReport:
    return reported(sundsvall, text="Lampan är trasig", place=HERE, contact_email="anna@example.com")


@pytest.fixture
def second(sundsvall) -> FaultReport:
    return reported(sundsvall, text="Det är mörkt här", place=HERE, contact_email="bo@example.com")


def followed_by(report: FaultReport, *addresses: str) -> None:
    for address in addresses:
        FaultFollower.objects.create(report=report, email=address, created_at=NOW)
    FaultReport.objects.filter(pk=report.pk).update(followers=len(addresses))


def addresses_of(report: FaultReport) -> list[str]:
    report.refresh_from_db()
    found = sorted(report.following.values_list("email", flat=True))
    assert report.followers == len(found)
    return found


def told(address: str) -> list[str]:
    return list(OutgoingMail.objects.filter(to=address).order_by("id").values_list("subject", flat=True))


def test_the_reporter_is_told_at_once_and_of_what_becomes_of_the_first(first, second, case_officer):
    mark_double(report=second, original=first, by=case_officer, message="", now=NOW)
    change_status(report=first, by=case_officer, status="fixed", message="Bara till Anna", now=NOW)

    assert told("bo@example.com")[1:] == [
        f"Felet du anmälde var redan anmält, {second.number}",
        f"Felet du anmälde är åtgärdat, {second.number}",
    ]
    assert "Bara till Anna" not in OutgoingMail.objects.filter(to="bo@example.com").latest("id").text
    assert told("anna@example.com")[1:] == [f"Felet du anmälde är åtgärdat, {first.number}"]


def test_a_question_to_the_first_reporter_is_not_asked_of_the_second(client, first, second, case_officer):
    mark_double(report=second, original=first, by=case_officer, message="", now=NOW)
    before = told("bo@example.com")

    change_status(report=first, by=case_officer, status="asked", message="Vilken lampa?", now=NOW)

    assert told("bo@example.com") == before
    page = client.get(second.get_absolute_url()).content.decode()
    assert "Vilken lampa?" not in page
    assert "Väntar på svar från dig" not in page


def test_the_page_of_the_second_shows_where_the_first_stands(client, first, second, case_officer):
    mark_double(report=second, original=first, by=case_officer, message="", now=NOW)
    change_status(report=first, by=case_officer, status="planned", message="", now=NOW)

    page = client.get(second.get_absolute_url()).content.decode()

    assert "Felet var redan anmält" in page
    assert "Åtgärden är planerad" in page
    assert first.token not in page


def test_followers_move_and_come_back(first, second, case_officer):
    followed_by(first, "both@example.com", "first@example.com")
    followed_by(second, "both@example.com", "second@example.com", "left@example.com")

    mark_double(report=second, original=first, by=case_officer, message="", now=NOW)
    assert addresses_of(first) == ["both@example.com", "first@example.com", "left@example.com", "second@example.com"]
    assert addresses_of(second) == ["both@example.com"]

    FaultFollower.objects.get(report=first, email="left@example.com").delete()
    FaultReport.objects.filter(pk=first.pk).update(followers=3)
    undo_double(report=second, by=case_officer, message="", now=NOW)
    assert addresses_of(first) == ["both@example.com", "first@example.com"]
    assert addresses_of(second) == ["both@example.com", "second@example.com"]


def test_undone_it_is_open_as_before_and_counts_as_never_mended(first, second, case_officer):
    mark_double(report=second, original=first, by=case_officer, message="", now=NOW)
    second.refresh_from_db()
    undo_double(report=second, by=case_officer, message="Det var en annan lampa.", now=NOW)

    second.refresh_from_db()
    assert (second.status, second.duplicate_of, second.ended_at, second.reopened) == ("received", None, None, 0)
    assert [event.kind for event in second.events.all()] == ["received", "status", "status"]


def test_it_goes_nowhere_without_its_first(client, first, second, case_officer):
    """Taken up by itself it would leave its followers behind, and count as mended once and broken again."""
    followed_by(second, "second@example.com")
    mark_double(report=second, original=first, by=case_officer, message="", now=NOW)

    with pytest.raises(IsADouble, match=first.number):
        change_status(report=second, by=case_officer, status="in_progress", message="", now=NOW)

    assert (addresses_of(first), addresses_of(second)) == (["second@example.com"], [])
    second.refresh_from_db()
    assert (second.status, second.duplicate_of, second.reopened) == ("duplicate", first, 0)


@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_would_take_it_up_is_led_to_where_it_is_taken_apart(client, first, second, case_officer, method):
    mark_double(report=second, original=first, by=case_officer, message="", now=NOW)
    client.force_login(case_officer)
    base = f"/cms/felanmalningar/{second.pk}/"
    assert f'href="{base}lage/"' not in client.get(base).content.decode()

    answer = getattr(client, method)(f"{base}lage/", {"status": "in_progress"}, follow=True)

    assert answer.redirect_chain == [(f"{base}inte-samma/", 302)]
    assert f"samma fel som {first.number} och följer den" in answer.content.decode()
    second.refresh_from_db()
    assert second.status == "duplicate"


def test_of_many_a_double_says_why_it_stays(client, first, second, case_officer):
    mark_double(report=second, original=first, by=case_officer, message="", now=NOW)
    client.force_login(case_officer)

    said = {"pk": [first.pk, second.pk], "status": "in_progress", "gor": "gor"}
    page = client.post("/cms/felanmalningar/flera/", said, follow=True).content.decode()

    assert f"{second.number}: Anmälan är samma fel som {first.number}" in page
    assert "1 anmälan är ändrad" in page


def test_a_chain_is_never_longer_than_one(sundsvall, first, second, case_officer):
    third = reported(sundsvall, text="Svart gata")
    mark_double(report=second, original=first, by=case_officer, message="", now=NOW)
    second.refresh_from_db()

    mark_double(report=third, original=second, by=case_officer, message="", now=NOW)

    third.refresh_from_db()
    assert third.duplicate_of == first
    with pytest.raises(NotADouble):
        mark_double(report=first, original=reported(sundsvall), by=case_officer, message="", now=NOW)


def test_what_cannot_be_a_double(first, second, timra, case_officer):
    for original in (first, reported(timra)):
        with pytest.raises(NotADouble):
            mark_double(report=first, original=original, by=case_officer, message="", now=NOW)
    with pytest.raises(TransitionRefused):
        undo_double(report=first, by=case_officer, message="", now=NOW)
    mark_double(report=second, original=first, by=case_officer, message="", now=NOW)
    second.refresh_from_db()
    with pytest.raises(NotADouble):
        mark_double(report=first, original=second, by=case_officer, message="", now=NOW)


def test_staff_find_it_nearby_or_by_number_and_take_it_back(client, first, second, case_officer):
    client.force_login(case_officer)
    base = f"/cms/felanmalningar/{second.pk}/"
    assert f"{first.number}: Lampan är trasig" in client.get(f"{base}samma/").content.decode()

    assert client.post(f"{base}samma/", {"number": f" {first.number.lower()} "})["Location"] == base
    assert first.number in client.get(base).content.decode()
    client.post(f"{base}inte-samma/", {"message": ""})

    second.refresh_from_db()
    assert second.status == "received"


def test_a_report_of_another_municipality_cannot_be_named_or_seen(client, sundsvall, timra, second):
    theirs = reported(timra, text="Hemligt i Timrå", place=HERE)
    client.force_login(staff(sundsvall, Role.CASE_OFFICER))
    path = f"/cms/felanmalningar/{second.pk}/samma/"

    assert "Hemligt i Timrå" not in client.get(path).content.decode()
    assert "Skriv numret på en annan anmälan" in client.post(path, {"number": theirs.number}).content.decode()
    second.refresh_from_db()
    assert second.status == "received"


@pytest.mark.parametrize("who", ["moderator", "outsider", "citizen"])
@pytest.mark.parametrize("deed", ["samma", "inte-samma"])
def test_nobody_else_says_so(client, request, first, second, who, deed):
    client.force_login(request.getfixturevalue(who))

    client.post(f"/cms/felanmalningar/{second.pk}/{deed}/", {"number": first.number})

    assert second.events.count() == 1
