"""The municipality needs to know more: a link that works once."""

from __future__ import annotations

import re
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from participation.attachments.models import HeldUpload
from participation.faults.actions import answer_inquiry, change_status
from participation.faults.errors import InquiryOver
from participation.faults.models import FaultEvent, FaultPhoto, FaultReport, Inquiry
from participation.notifications.models import Notification, OutgoingMail

from .factories import photo, reported, shown

WORDS = {"text": "Den till vänster."}


@pytest.fixture
def asked(sundsvall, case_officer) -> Inquiry:
    report = reported(sundsvall, contact_email="lisa@example.com", contact_phone="070-174 06 05")
    return ask(report, case_officer)


def ask(report: FaultReport, by, question: str = "Vilken av lamporna?") -> Inquiry:
    change_status(report=report, by=by, status="asked", message=question, now=timezone.now())
    return Inquiry.objects.select_related("report").filter(report=report).first()


def path_of(inquiry: Inquiry) -> str:
    return f"/felanmalan/svara/{inquiry.token}/"


def test_the_mail_holds_the_link_and_the_question(asked) -> None:
    mail = OutgoingMail.objects.get(to="lisa@example.com", subject__contains="Vi behöver veta mer")

    assert path_of(asked) in mail.text
    assert path_of(asked) in mail.html
    assert "Vilken av lamporna?" in mail.text


def test_the_page_shows_the_question_and_nothing_of_the_report(client, asked) -> None:
    response = client.get(path_of(asked))
    page = response.content.decode()

    assert "Vilken av lamporna?" in page
    assert asked.report.number in page
    for hidden in (asked.report.text, asked.report.token, "lisa@", "174 06", "Storgatan 12"):
        assert hidden not in page
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "same-origin"


def test_an_answer_with_a_photo_arrives_spends_the_link_and_waits_to_be_read(client, asked, case_officer) -> None:
    answer = client.post(path_of(asked), {**WORDS, "photos": photo()}, follow=True).content.decode()

    report = FaultReport.objects.get()
    assert "Ditt svar har kommit fram" in answer
    assert report.status == "received"
    assert report.events.last().message == "Den till vänster."
    assert report.photos.get().is_answer
    assert Notification.objects.filter(person=case_officer, sentence__contains="har svarat på frågan").exists()

    again = client.post(path_of(asked), {"text": "En gång till"}, follow=True).content.decode()
    assert "förbrukad" in again
    assert FaultEvent.objects.filter(kind="answered").count() == 1
    assert "Den till vänster." not in again


def test_a_look_changes_nothing(client, asked) -> None:
    client.get(path_of(asked))
    client.head(path_of(asked))

    asked.refresh_from_db()
    assert (asked.answered_at, FaultReport.objects.get().status) == (None, "asked")


def test_nothing_is_lost_when_the_answer_is_put_right(client, asked) -> None:
    page = client.post(path_of(asked), {"text": "", "photos": photo()}).content.decode()
    assert "errorlist" in page
    assert HeldUpload.objects.count() == 1

    client.post(path_of(asked), WORDS)
    assert FaultPhoto.objects.count() == 1
    assert not HeldUpload.objects.exists()


def test_an_empty_post_is_asked_again(client, asked) -> None:
    assert "errorlist" in client.post(path_of(asked)).content.decode()


def test_it_is_over_after_sixty_days_when_it_is_asked_anew_and_when_staff_go_on(client, asked, case_officer) -> None:
    assert not asked.can_be_answered(timezone.now() + timedelta(days=61))

    change_status(report=asked.report, by=case_officer, status="in_progress", message="", now=timezone.now())
    assert "behöver inget svar" in client.get(path_of(asked)).content.decode()

    newer = ask(asked.report, case_officer, "Och färgen?")
    assert "behöver inget svar" in client.get(path_of(asked)).content.decode()
    assert "Och färgen?" in client.get(path_of(newer)).content.decode()
    with pytest.raises(InquiryOver):
        answer_inquiry(inquiry=asked, text="x", now=timezone.now())


def test_a_link_that_ran_out_opens_nothing(client, asked) -> None:
    now = timezone.now()
    Inquiry.objects.update(ends_at=now, asked_at=now)

    page = client.post(path_of(asked), WORDS, follow=True).content.decode()

    assert "Vilken av lamporna?" not in page
    assert FaultReport.objects.get().status == "asked"


def test_another_token_is_no_door(client, asked) -> None:
    assert client.get(f"/felanmalan/svara/{asked.report.token}/").status_code == 404
    assert client.get(f"/felanmalan/arende/{asked.token}/").status_code == 404


def test_the_reporters_page_leads_to_the_answer_while_it_is_wanted(client, asked) -> None:
    assert path_of(asked) in client.get(asked.report.get_absolute_url()).content.decode()

    client.post(path_of(asked), WORDS)
    page = client.get(asked.report.get_absolute_url()).content.decode()
    assert path_of(asked) not in page
    assert "Du svarade" in page


def test_the_photo_of_an_answer_is_never_public(client, sundsvall, case_officer) -> None:
    report = shown(sundsvall)
    inquiry = ask(report, case_officer)
    client.post(path_of(inquiry), {**WORDS, "photos": photo()})
    picture = FaultPhoto.objects.get()

    page = client.get(f"/felanmalan/anmalan/{report.number}/").content.decode()

    assert str(picture.pk) not in page
    assert client.get(f"/felanmalan/anmalan/{report.number}/bild/{picture.pk}/").status_code == 404


def test_words_are_text(client, asked, case_officer) -> None:
    client.post(path_of(asked), {"text": "<script>alert(1)</script>"})

    assert "<script>alert" not in client.get(asked.report.get_absolute_url()).content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_ten_answers_at_once_one_arrives(sundsvall) -> None:
    inquiry = ask(reported(sundsvall), None)
    arrived: list[str] = []

    def send(number: int) -> None:
        try:
            answer_inquiry(inquiry=inquiry, text=f"Svar {number}", now=timezone.now())
            arrived.append(str(number))
        except InquiryOver:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(arrived) == FaultEvent.objects.filter(kind="answered").count() == 1


def test_the_link_is_in_no_mail_to_staff_and_not_in_the_preview(asked) -> None:
    others = OutgoingMail.objects.exclude(to="lisa@example.com")

    assert not any(re.search(r"/svara/", mail.text) for mail in others)
