"""Anybody can write anybody's address in the form: a letterbox is not filled with our receipts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from participation.accounts.letterbox import forget_mailed
from participation.accounts.models import MailedAddress
from participation.faults.actions import ask_to_follow, change_status, forget_contact
from participation.faults.models import FaultEvent, FaultReport
from participation.notifications.models import OutgoingMail
from tests.factories import UserFactory

from .factories import NOW, filled_in, reported, shown

VICTIM = "offer@example.com"
HERE = "/felanmalan/ny/2281/"


def mails() -> int:
    return OutgoingMail.objects.filter(to__icontains="offer", person__isnull=True).count()


def test_one_address_gets_three_receipts_in_an_hour_and_every_report_is_kept(sundsvall, timra) -> None:
    for number in range(5):
        reported(sundsvall, contact_email=VICTIM, now=NOW + timedelta(minutes=number))
    reported(timra, contact_email=VICTIM, now=NOW + timedelta(minutes=6))

    assert FaultReport.objects.count() == 6
    assert mails() == 3

    reported(sundsvall, contact_email=VICTIM, now=NOW + timedelta(minutes=70))
    assert mails() == 4


def test_another_way_to_write_the_address_is_the_same_letterbox(sundsvall) -> None:
    for address in (VICTIM, "Offer@Example.com", "offer+1@example.com", "offer+2@example.com", "OFFER+x@EXAMPLE.COM"):
        reported(sundsvall, contact_email=address)

    assert mails() == 3


def test_another_address_is_another(sundsvall) -> None:
    for number in range(4):
        reported(sundsvall, contact_email=f"person{number}@example.com")

    assert OutgoingMail.objects.filter(to__startswith="person").count() == 4


def test_whoever_takes_the_contact_back_has_not_unsent_the_mail(sundsvall) -> None:
    for _time in range(5):
        forget_contact(report=reported(sundsvall, contact_email=VICTIM), by=None, now=NOW)

    assert MailedAddress.objects.count() == 3


def test_receipts_and_questions_count_together(sundsvall) -> None:
    for number in range(2):
        reported(sundsvall, contact_email=VICTIM)
        ask_to_follow(
            report=shown(sundsvall, now=NOW + timedelta(seconds=number)), email=VICTIM, language="sv", now=NOW
        )
    reported(sundsvall, contact_email=VICTIM)

    assert mails() == 3


def test_an_account_with_anothers_address_is_no_proof(sundsvall, citizen) -> None:
    owner = UserFactory(email=VICTIM)
    EmailAddress.objects.get_or_create(user=owner, email=VICTIM, defaults={"verified": True})
    EmailAddress.objects.create(user=citizen, email=VICTIM, verified=False)
    for _time in range(5):
        reported(sundsvall, contact_email=VICTIM, reporter=citizen)

    assert mails() == 3


def test_whoever_has_proved_the_address_gets_every_receipt(sundsvall, citizen) -> None:
    EmailAddress.objects.create(user=citizen, email=VICTIM, verified=True)
    for _time in range(5):
        reported(sundsvall, contact_email="Offer@example.com", reporter=citizen)

    assert mails() == 5
    assert not MailedAddress.objects.exists()


def test_the_receipt_on_the_screen_says_that_no_mail_was_sent(client, region) -> None:
    pages = [client.post(HERE, filled_in(contact_email=VICTIM), follow=True).content.decode() for _time in range(4)]

    assert ["Vi skickade inget mejl" in page for page in pages] == [False, False, False, True]
    assert all(report.number in page for report, page in zip(FaultReport.objects.order_by("pk"), pages, strict=True))
    received = FaultEvent.objects.filter(kind="received").order_by("pk")
    withheld = [event.detail.get("receipt_withheld", False) for event in received]
    assert withheld == [False, False, False, True]


def test_what_the_municipality_answers_is_mailed_all_the_same(sundsvall, case_officer) -> None:
    last = [reported(sundsvall, contact_email=VICTIM) for _time in range(4)][-1]
    change_status(report=last, by=case_officer, status="in_progress", message="", now=NOW)

    assert mails() == 4


def test_what_was_mailed_is_known_without_the_address_and_for_a_short_while(sundsvall) -> None:
    reported(sundsvall, contact_email=VICTIM)

    row = MailedAddress.objects.get()
    assert VICTIM not in row.key
    assert len(row.key) == 64
    forget_mailed(NOW + timedelta(minutes=59))
    assert MailedAddress.objects.exists()
    forget_mailed(NOW + timedelta(minutes=61))
    assert not MailedAddress.objects.exists()


@pytest.mark.parametrize("person", [True, False])
def test_without_an_address_nothing_is_counted(sundsvall, citizen, person: bool) -> None:
    reported(sundsvall, reporter=citizen if person else None)

    assert not MailedAddress.objects.exists()
