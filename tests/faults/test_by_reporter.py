from __future__ import annotations

import pytest

from participation.faults.actions import add_words, change_status, forget_contact
from participation.faults.actions.by_reporter import MOST_ADDED
from participation.faults.errors import ReportClosed, TooMuchAdded
from participation.notifications.models import Notification, OutgoingMail

from .factories import NOW, reported


def test_words_are_added_while_it_is_open_and_staff_are_told(report, case_officer):
    add_words(report=report, text=" Nu gnistrar det. ", now=NOW)

    last = list(report.events.all())[-1]
    assert (last.kind, last.message, last.by) == ("words", "Nu gnistrar det.", None)
    assert Notification.objects.filter(person=case_officer).count() == 1


def test_nothing_is_added_to_what_is_done(report, case_officer):
    change_status(report=report, by=case_officer, status="fixed", message="", now=NOW)

    with pytest.raises(ReportClosed):
        add_words(report=report, text="Men hallå", now=NOW)


def test_the_same_words_twice_in_a_row_are_one_form_sent_twice(report):
    add_words(report=report, text="Nu gnistrar det.", now=NOW)
    add_words(report=report, text="Nu gnistrar det.", now=NOW)

    assert report.events.filter(kind="words").count() == 1


def test_there_is_an_end_to_what_can_be_added(report):
    for number in range(MOST_ADDED):
        add_words(report=report, text=f"Rad {number}", now=NOW)

    with pytest.raises(TooMuchAdded):
        add_words(report=report, text="En till", now=NOW)


def test_contact_details_go_also_from_the_mails(sundsvall, timra):
    report = reported(sundsvall, contact_email="lisa@example.com", contact_phone="060-123456")
    other = reported(sundsvall, contact_email="lisa@example.com", text="En annan")

    assert forget_contact(report=report, now=NOW)

    report.refresh_from_db()
    assert (report.contact_email, report.contact_phone) == ("", "")
    assert [mail.kind for mail in OutgoingMail.objects.all()] == [f"fault:{other.number}"]
    assert list(report.events.all())[-1].kind == "forgotten"


def test_there_is_nothing_to_forget_twice(sundsvall):
    report = reported(sundsvall, contact_email="lisa@example.com")
    forget_contact(report=report, now=NOW)

    assert not forget_contact(report=report, now=NOW)
    assert report.events.filter(kind="forgotten").count() == 1


def test_only_the_account_itself_is_let_go_of(sundsvall, citizen, author):
    report = reported(sundsvall, reporter=citizen, contact_email="lisa@example.com")

    forget_contact(report=report, now=NOW, by=author)
    report.refresh_from_db()
    assert report.reporter == citizen

    forget_contact(report=report, now=NOW, by=citizen)
    report.refresh_from_db()
    assert report.reporter is None


def test_nobody_is_mailed_after_being_forgotten(sundsvall, case_officer):
    report = reported(sundsvall, contact_email="lisa@example.com")
    forget_contact(report=report, now=NOW)

    change_status(report=report, by=case_officer, status="fixed", message="", now=NOW)

    assert not OutgoingMail.objects.filter(person__isnull=True).exists()
