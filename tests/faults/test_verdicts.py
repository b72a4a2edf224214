"""Is it fixed? Asked when the municipality is done, and after four weeks of silence."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from participation.faults.actions import change_status, confirm_fixed, follow_report, say_still_broken
from participation.faults.errors import VerdictRefused
from participation.faults.models import FaultEvent, FaultReport
from participation.faults.reminding import remind
from participation.notifications.models import Notification, OutgoingMail

from .factories import reported, shown

NOW = timezone.now()
LATER = NOW + timedelta(days=29)


@pytest.fixture
def lisas(sundsvall) -> FaultReport:
    return reported(sundsvall, contact_email="lisa@example.com", now=NOW)


@pytest.fixture
def fixed(lisas, case_officer) -> FaultReport:
    change_status(report=lisas, by=case_officer, status="fixed", message="", now=NOW)
    lisas.refresh_from_db()
    return lisas


def path_of(report: FaultReport) -> str:
    return f"/felanmalan/arende/{report.token}/borta/"


def test_the_mail_and_the_page_ask_when_it_is_done(client, fixed) -> None:
    mail = OutgoingMail.objects.get(subject__contains="åtgärdat")

    assert path_of(fixed) in mail.text
    assert path_of(fixed) in client.get(fixed.get_absolute_url()).content.decode()


def test_an_english_mail_leads_to_english_pages(client, sundsvall, case_officer) -> None:
    report = reported(sundsvall, contact_email="lisa@example.com", language="en", now=NOW)
    change_status(report=report, by=case_officer, status="asked", message="Var?", now=NOW)
    change_status(report=report, by=case_officer, status="fixed", message="", now=NOW)

    links = [
        word.removeprefix(settings.BASE_URL)
        for mail in OutgoingMail.objects.filter(to="lisa@example.com")
        for word in mail.text.split()
        if word.startswith(settings.BASE_URL)
    ]

    assert f"/en{path_of(report)}" in links
    assert any("/svara/" in link for link in links)
    assert [link for link in links if not link.startswith("/en/")] == []


def test_a_link_that_is_opened_changes_nothing(client, fixed) -> None:
    for answer in ("", "?svar=borta", "?svar=kvar"):
        client.get(path_of(fixed) + answer)

    fixed.refresh_from_db()
    assert (fixed.status, FaultEvent.objects.filter(kind__in=["confirmed", "still_broken"]).count()) == ("fixed", 0)


def test_gone_is_kept_and_not_asked_again(client, fixed) -> None:
    client.post(path_of(fixed), {"svar": "borta"})
    client.post(path_of(fixed), {"svar": "borta"})

    page = client.get(fixed.get_absolute_url()).content.decode()
    assert "Du sa att felet är borta" in page
    assert path_of(fixed) not in page
    assert FaultEvent.objects.filter(kind="confirmed").count() == 1


def test_still_there_opens_it_again_with_the_same_number(client, fixed, case_officer) -> None:
    client.post(path_of(fixed), {"svar": "kvar", "text": "Den blinkar."})
    client.post(path_of(fixed), {"svar": "kvar", "text": "Den blinkar."})

    report = FaultReport.objects.get()
    assert (report.status, report.reopened, report.ended_at, report.number) == ("received", 1, None, fixed.number)
    assert report.events.get(kind="still_broken").message == "Den blinkar."
    assert Notification.objects.filter(person=case_officer, sentence__contains="hur det gick").exists()


@pytest.mark.parametrize(("status", "asks"), [("fixed", True), ("closed", True), ("not_ours", False)])
def test_it_is_asked_where_the_municipality_could_have_mended_it(client, lisas, case_officer, status, asks) -> None:
    change_status(report=lisas, by=case_officer, status=status, message="Därför.", now=NOW)

    assert (path_of(lisas) in client.get(lisas.get_absolute_url()).content.decode()) is asks


def test_after_three_months_it_is_another_fault(fixed) -> None:
    with pytest.raises(VerdictRefused):
        say_still_broken(report=fixed, text="", now=NOW + timedelta(days=91))


def test_it_can_be_opened_again_five_times(fixed) -> None:
    FaultReport.objects.update(reopened=5)

    with pytest.raises(VerdictRefused):
        say_still_broken(report=fixed, text="", now=NOW)


def test_words_that_came_too_late_are_still_on_the_page(client, report) -> None:
    page = client.post(path_of(report), {"svar": "kvar", "text": "Mina ord"}).content.decode()

    assert "Mina ord" in page
    assert not FaultEvent.objects.filter(kind="still_broken").exists()


def test_followers_hear_that_it_is_open_again(sundsvall, case_officer) -> None:
    report = shown(sundsvall)
    follow_report(report=report, email="a@example.com", now=NOW)
    change_status(report=report, by=case_officer, status="fixed", message="", now=NOW)

    say_still_broken(report=report, text="", now=NOW)

    assert OutgoingMail.objects.filter(to="a@example.com", subject__contains="öppnat igen").count() == 1


# --- four weeks of silence -------------------------------------------------------------------


def reminders() -> int:
    return OutgoingMail.objects.filter(subject__contains="Är felet kvar?").count()


def test_four_weeks_without_a_word_are_asked_about_once(lisas) -> None:
    assert (remind(NOW + timedelta(days=27)), remind(LATER), remind(LATER)) == (0, 1, 0)
    assert remind(LATER + timedelta(days=100)) == 0
    assert reminders() == 1
    assert path_of(lisas) in OutgoingMail.objects.get(subject__contains="Är felet kvar?").text


def test_an_account_without_address_is_asked_on_its_page(sundsvall, citizen) -> None:
    reported(sundsvall, reporter=citizen, now=NOW)

    assert remind(LATER) == 1
    assert Notification.objects.filter(person=citizen, sentence__contains="Är felet kvar?").count() == 1


def test_who_cannot_be_reached_is_not_asked(report) -> None:
    assert remind(LATER + timedelta(days=60)) == 0


def test_a_step_in_between_puts_it_off_and_an_end_ends_it(lisas, case_officer) -> None:
    change_status(report=lisas, by=case_officer, status="in_progress", message="", now=NOW + timedelta(days=20))
    assert remind(LATER) == 0

    change_status(report=lisas, by=case_officer, status="fixed", message="", now=NOW + timedelta(days=21))
    assert remind(LATER + timedelta(days=60)) == 0


def test_who_is_asked_a_question_is_not_asked_that_too(lisas, case_officer) -> None:
    change_status(report=lisas, by=case_officer, status="asked", message="Vilken?", now=NOW)

    assert remind(LATER + timedelta(days=60)) == 0


def test_what_staff_note_among_themselves_is_no_news(lisas) -> None:
    FaultEvent.objects.create(
        report=lisas, kind="note", status="received", municipality=lisas.municipality, at=LATER - timedelta(days=1)
    )

    assert remind(LATER) == 1


def test_an_open_one_is_told_gone_or_still_there_and_stays_where_it_is(client, lisas, case_officer) -> None:
    remind(LATER)
    lisas.refresh_from_db()

    say_still_broken(report=lisas, text="Ja", now=LATER)

    lisas.refresh_from_db()
    assert (lisas.status, lisas.reopened) == ("received", 0)
    with pytest.raises(VerdictRefused):
        confirm_fixed(report=lisas, now=LATER)


def test_an_open_one_that_nobody_asked_about_cannot_be_told(lisas) -> None:
    with pytest.raises(VerdictRefused):
        confirm_fixed(report=lisas, now=NOW)
