"""Whoever reported what was known already is asked too whether it is gone, and who works on it hears what they say."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from participation.faults import integrity, own_data
from participation.faults.actions import (
    add_words,
    asks_if_fixed,
    change_status,
    confirm_fixed,
    mark_double,
    say_still_broken,
)
from participation.faults.case_systems.tickets import note_of
from participation.faults.errors import ReportClosed, VerdictRefused
from participation.faults.models import CaseSystem, CategoryInSystem, Dispatch, FaultReport, OutgoingUpdate
from participation.notifications.models import OutgoingMail

from .factories import category_of, reported

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.places.models import Municipality

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def first(sundsvall: Municipality, author: User) -> FaultReport:
    return reported(sundsvall, contact_email="anna@example.com", reporter=author, now=NOW)


@pytest.fixture
def second(sundsvall: Municipality, first: FaultReport, case_officer: User) -> FaultReport:
    report = reported(sundsvall, contact_email="bo@example.com", now=NOW)
    mark_double(report=report, original=first, by=case_officer, message="", now=NOW)
    report.refresh_from_db()
    return report


@pytest.fixture
def third(sundsvall: Municipality, first: FaultReport, second: FaultReport, case_officer: User) -> FaultReport:
    report = reported(sundsvall, contact_email="cia@example.com", now=NOW)
    mark_double(report=report, original=first, by=case_officer, message="", now=NOW)
    return report


def mended(report: FaultReport, officer: User, status: str = "fixed") -> None:
    report.refresh_from_db()
    change_status(report=report, by=officer, status=status, message="Klart.", now=NOW)


def path_of(report: FaultReport) -> str:
    return f"/felanmalan/arende/{report.token}/borta/"


def subjects_to(address: str) -> list[str]:
    return list(OutgoingMail.objects.filter(to=address).order_by("pk").values_list("subject", flat=True))


def test_the_mail_and_the_page_ask_them_when_it_is_mended(
    client: Any, first: FaultReport, second: FaultReport, case_officer: User
) -> None:
    before = client.get(second.get_absolute_url()).text
    mended(first, case_officer)

    mail = OutgoingMail.objects.filter(to="bo@example.com").latest("pk")
    assert path_of(second) not in before
    assert path_of(second) in mail.text
    assert path_of(second) in client.get(second.get_absolute_url()).text
    assert "Ja, felet är borta" in client.get(path_of(second)).text


@pytest.mark.parametrize(("status", "asks"), [("fixed", True), ("closed", True), ("not_ours", False)])
def test_they_are_asked_where_the_first_reporter_is(
    status: str, asks: bool, first: FaultReport, second: FaultReport, case_officer: User
) -> None:
    mended(first, case_officer, status)
    second.refresh_from_db()

    assert asks_if_fixed(second, now=NOW) is asks
    assert not asks_if_fixed(second, now=NOW + timedelta(days=91))


def test_still_there_opens_the_report_that_leads_and_is_told_where_it_should_be(
    client: Any, first: FaultReport, second: FaultReport, third: FaultReport, case_officer: User
) -> None:
    mended(first, case_officer)

    said = client.post(path_of(second), {"svar": "kvar", "text": "Den är släckt hos Bo."}, follow=True)

    for report in (first, second):
        report.refresh_from_db()
    assert (first.status, first.reopened, first.has_news) == ("received", 1, True)
    assert second.status == "duplicate"
    assert "Kommunen får veta att felet är kvar" in said.text
    assert "Du sa att felet är kvar" in said.text
    assert "är öppnad igen" in subjects_to("anna@example.com")[-1]
    assert "är öppnad igen" in subjects_to("cia@example.com")[-1]
    assert "är öppnad igen" not in subjects_to("bo@example.com")[-1]
    assert list(integrity.strayed()) == []
    client.force_login(case_officer)
    desk = client.get(f"/cms/felanmalningar/{first.pk}/").text
    assert "Den är släckt hos Bo." in desk
    assert second.number in desk


def test_what_one_of_them_wrote_is_not_the_others_to_read(
    client: Any, first: FaultReport, second: FaultReport, third: FaultReport, author: User, case_officer: User
) -> None:
    add_words(report=second, text="Vid Bos port.", now=NOW)
    mended(first, case_officer)
    say_still_broken(report=second, text="Släckt hos Bo.", now=NOW)

    for report in (first, third):
        page = client.get(report.get_absolute_url()).text
        assert "hos Bo" not in page
        assert "Bos port" not in page
        assert "Du sa att" not in page
        assert "Du lade till" not in page
    assert "Någon annan säger att felet är kvar" in client.get(first.get_absolute_url()).text
    assert "Bo" not in str(own_data.export(author))
    assert not OutgoingMail.objects.filter(text__contains="hos Bo").exclude(kind__startswith="case").exists()


def test_gone_is_kept_with_their_report_and_asked_once(
    client: Any, first: FaultReport, second: FaultReport, case_officer: User
) -> None:
    mended(first, case_officer)
    second.refresh_from_db()

    confirm_fixed(report=second, now=NOW)

    first.refresh_from_db()
    assert first.status == "fixed"
    assert not asks_if_fixed(second, now=NOW)
    assert asks_if_fixed(first, now=NOW)
    with pytest.raises(VerdictRefused):
        say_still_broken(report=second, text="", now=NOW)


def test_nobody_opens_it_for_ever(first: FaultReport, second: FaultReport, case_officer: User) -> None:
    FaultReport.objects.filter(pk=first.pk).update(reopened=5)
    mended(first, case_officer)
    second.refresh_from_db()

    assert not asks_if_fixed(second, now=NOW)


def test_they_add_words_as_long_as_somebody_works_on_it(
    client: Any, first: FaultReport, second: FaultReport, case_officer: User
) -> None:
    address = f"/felanmalan/arende/{second.token}/tillagg/"
    page = client.get(second.get_absolute_url()).text
    assert address in page

    client.post(address, {"text": "Den blinkar."})
    client.post(address, {"text": "Den blinkar."})
    shown = client.get(second.get_absolute_url()).text
    mended(first, case_officer)
    second.refresh_from_db()

    assert "Den blinkar." in shown
    assert first.events.filter(kind="words").count() == 1
    client.force_login(case_officer)
    assert "Den blinkar." in client.get(f"/cms/felanmalningar/{first.pk}/").text
    with pytest.raises(ReportClosed):
        add_words(report=second, text="Mer.", now=NOW)
    assert address not in client.get(second.get_absolute_url()).text


def test_what_they_add_takes_no_room_from_the_first_reporter(first: FaultReport, second: FaultReport) -> None:
    for number in range(20):
        add_words(report=second, text=f"Ord {number}", now=NOW)

    assert add_words(report=first, text="Mina egna.", now=NOW).message == "Mina egna."


def test_the_case_system_that_works_on_it_is_told(sundsvall: Municipality, case_officer: User) -> None:
    kind = category_of(sundsvall)
    system = CaseSystem.objects.create(name="Gatan", kind="email", settings={"to": "g@example.se"}, is_on=True)
    CategoryInSystem.objects.create(category=kind, system=system)
    first, second = reported(sundsvall, category=kind, now=NOW), reported(sundsvall, now=NOW)
    mark_double(report=second, original=first, by=case_officer, message="", now=NOW)
    second.refresh_from_db()
    add_words(report=second, text="Vid porten.", now=NOW)
    mended(first, case_officer)
    say_still_broken(report=second, text="Släckt.", now=NOW)

    updates = OutgoingUpdate.objects.filter(dispatch=Dispatch.objects.get(report=first)).order_by("pk")
    told = [(note.words, note.status) for note in map(note_of, updates)]
    assert told == [
        ("Vid porten.", "received"),
        ("Klart.", "fixed"),
        ("Felet är kvar, säger den som anmälde\n\nSläckt.", "received"),
    ]
