from __future__ import annotations

from email import message_from_bytes, policy
from typing import Any

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection, mail_admins, send_mail

from participation.notifications.mail import as_message
from participation.notifications.models import OutgoingMail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def through_the_outbox(settings: Any) -> None:
    settings.EMAIL_BACKEND = "participation.notifications.mail.OutboxBackend"


def sent(mail: OutgoingMail) -> Any:
    return message_from_bytes(as_message(mail).message().as_bytes(), policy=policy.default)


def test_what_the_libraries_send_is_kept_whole() -> None:
    message = EmailMultiAlternatives(
        "Ärende",
        "Text",
        "Avsändare <a@example.com>",
        ["Bo Lind <bo@example.com>"],
        reply_to=["svar@example.com"],
        headers={"X-Wagtail": "1", "Message-ID": "<theirs@x>"},
    )
    message.attach_alternative("<p>Text</p>", "text/html")
    message.attach("fil.txt", "innehåll", "text/plain")

    assert message.send() == 1

    mail = OutgoingMail.objects.get()
    assert mail.to == "bo@example.com"
    whole = sent(mail)
    assert whole["From"] == "Avsändare <a@example.com>"
    assert whole["To"] == "bo@example.com"
    assert whole["Reply-To"] == "svar@example.com"
    assert whole["X-Wagtail"] == "1"
    assert whole["Message-ID"] == mail.message_id != "<theirs@x>"
    kinds = [part.get_content_type() for part in whole.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "text/html", "text/plain"]
    attached = list(whole.walk())[-1]
    assert (attached.get_filename(), attached.get_payload(decode=True).decode()) == ("fil.txt", "innehåll")


def test_every_receiver_has_a_row_and_sees_who_else_got_it() -> None:
    EmailMessage(
        "Hej", "Text", "a@example.com", ["b@example.com", "c@example.com"], bcc=["d@example.com"], cc=["e@example.com"]
    ).send()

    mails = {mail.to: mail for mail in OutgoingMail.objects.all()}
    assert set(mails) == {"b@example.com", "c@example.com", "d@example.com", "e@example.com"}
    assert len({mail.message_id for mail in mails.values()}) == 4
    for mail in mails.values():
        whole = sent(mail)
        assert whole["To"] == "b@example.com, c@example.com"
        assert whole["Cc"] == "e@example.com"
        assert "d@example.com" not in str(whole)
        assert as_message(mail).recipients() == [mail.to]  # the envelope


def test_a_mail_in_html_alone_gets_words_too() -> None:
    message = EmailMessage("Hej", "<p>Bara <b>html</b></p>", "a@example.com", ["b@example.com"])
    message.content_subtype = "html"
    message.send()

    mail = OutgoingMail.objects.get()
    assert (mail.text, mail.html) == ("Bara html", "<p>Bara <b>html</b></p>")


def test_a_binary_attachment_comes_back_as_it_was() -> None:
    message = EmailMessage("Hej", "x", "a@example.com", ["b@example.com"])
    message.attach("bild.png", bytes(range(256)), "image/png")
    message.send()

    part = list(sent(OutgoingMail.objects.get()).walk())[-1]
    assert part.get_payload(decode=True) == bytes(range(256))


def test_what_cannot_be_kept_is_refused_aloud() -> None:
    message = EmailMessage("Hej", "x", "a@example.com", ["b@example.com"])
    message.attach("mejl", EmailMessage("I", "y"), "message/rfc822")

    with pytest.raises(TypeError):
        message.send()


def test_a_rolled_back_transaction_sends_nothing() -> None:
    from django.db import transaction

    with transaction.atomic():
        send_mail("Hej", "x", None, ["b@example.com"])
        transaction.set_rollback(True)

    assert not OutgoingMail.objects.exists()


def test_mail_to_the_operators_takes_the_same_way(settings: Any) -> None:
    settings.ADMINS = [("Drift", "drift@example.com")]

    mail_admins("Fel", "x", html_message="<p>x</p>")

    assert OutgoingMail.objects.get().html == "<p>x</p>"


def test_no_mail_is_no_row() -> None:
    assert get_connection().send_messages([]) == 0
    assert EmailMessage("Hej", "x", "a@example.com", []).send() == 0


def test_a_sign_in_code_takes_the_same_way(client: Any, citizen: Any) -> None:
    client.post("/konto/login/code/", {"email": citizen.email})

    mail = OutgoingMail.objects.get()
    assert mail.to == citizen.email
    assert "är din kod" in mail.subject
