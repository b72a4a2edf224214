from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from participation.notifications.actions import notify
from participation.notifications.models import MailPreference, OutgoingMail, Reason
from participation.notifications.unsubscribing import read_token, unsubscribe_url
from tests.factories import TopicFactory, UserFactory

if TYPE_CHECKING:
    from django.test import Client

    from participation.accounts.models import User

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script> & co"


def tell(person: User, **kwargs: Any) -> OutgoingMail:
    notify(people=[person], kind="x", **{"sentence": "Något hände", **kwargs})
    return OutgoingMail.objects.get()


def test_the_mail_is_plain_and_whole(citizen: User) -> None:
    mail = tell(citizen, sentence="Kommunen har svarat", body="Ja, det gör vi.", path="/ideer/1/")

    assert mail.subject == "Kommunen har svarat"
    for words in ("Kommunen har svarat", "Ja, det gör vi.", "http://testserver/ideer/1/", "Du får mejlet för att"):
        assert words in mail.text
        assert words in mail.html
    page = BeautifulSoup(mail.html, "html.parser")
    assert not page.find_all(["img", "script", "style", "link", "iframe"])


def test_words_of_others_cannot_script_and_the_text_is_not_mangled(citizen: User) -> None:
    mail = tell(citizen, sentence=HOSTILE, body=HOSTILE, topic=TopicFactory(title=HOSTILE))

    assert not BeautifulSoup(mail.html, "html.parser").find("script")
    assert HOSTILE in mail.text
    assert mail.subject == HOSTILE


def test_no_line_break_ends_a_header(citizen: User) -> None:
    mail = tell(citizen, sentence="Hej\r\nBcc: alla@example.com")

    assert mail.subject == "Hej Bcc: alla@example.com"


@pytest.mark.parametrize(("whose", "reason"), [("own", Reason.OWN), ("others", Reason.OTHER)])
def test_the_foot_says_why(citizen: User, whose: str, reason: Reason) -> None:
    topic = TopicFactory(author=citizen if whose == "own" else UserFactory())

    mail = tell(citizen, topic=topic)

    assert ("du har skrivit" in mail.text) is (whose == "own")
    assert read_token(link_in(mail).rstrip("/").rsplit("/", 1)[1]) == (citizen.pk, [reason])


def link_in(mail: OutgoingMail) -> str:
    return mail.headers["List-Unsubscribe"].strip("<>")


def test_a_mail_program_lets_go_in_one_click(client: Client, citizen: User) -> None:
    mail = tell(citizen)
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = link_in(mail)
    assert link.startswith("http://testserver/")
    assert link in mail.text
    assert link.replace("http://testserver", "") in mail.html
    strict = client.__class__(enforce_csrf_checks=True)

    response = strict.post(link.removeprefix("http://testserver"), {"List-Unsubscribe": "One-Click"})

    assert response.status_code == 200
    wish = MailPreference.objects.get()
    assert (wish.person, wish.reason, wish.cadence) == (citizen, "other", "never")


def test_a_person_lets_go_without_signing_in_and_can_think_again(client: Client, citizen: User) -> None:
    link = link_in(tell(citizen)).removeprefix("http://testserver")

    page = BeautifulSoup(client.get(link).content, "html.parser")
    assert page.h1.get_text() == "Sluta få mejl"
    assert not MailPreference.objects.exists()  # a program that only follows links changes nothing
    page = BeautifulSoup(client.post(link).content, "html.parser")
    assert page.h1.get_text() == "Du får inte fler sådana mejl"
    again = {field["name"]: field["value"] for field in page.main.find_all("input")}
    page = BeautifulSoup(client.post(link, again).content, "html.parser")

    assert page.h1.get_text() == "Du får mejl igen"
    assert MailPreference.objects.get().cadence == "at_once"


def test_the_link_names_nobody_and_opens_nothing_else(client: Client, citizen: User) -> None:
    citizen.display_name = "Cia Ström"
    citizen.save()
    link = unsubscribe_url(person=citizen, reason=Reason.OWN)

    assert "citizen" not in link
    assert "Cia" not in link
    response = client.post(link.removeprefix("http://testserver"))
    assert b"Cia" not in response.content
    assert citizen.email.encode() not in response.content
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("token", ["x", "WzEsIm93biJd:x", "WzEsIm93biJd", "a:b:c", "%00"])
def test_a_token_that_is_not_ours_is_not_found(client: Client, citizen: User, token: str) -> None:
    assert client.post(f"/nyheter-till-dig/mejl/{token}/").status_code == 404
    assert not MailPreference.objects.exists()


def test_a_token_signed_for_something_else_is_not_ours(client: Client, citizen: User) -> None:
    from django.core.signing import Signer

    token = Signer(salt="other").sign_object([citizen.pk, "own"])

    assert client.post(reverse("notifications:unsubscribe", args=[token])).status_code == 404


def test_the_link_of_a_closed_account_is_harmless(client: Client, citizen: User) -> None:
    link = unsubscribe_url(person=citizen, reason=Reason.OWN)
    citizen.delete()

    assert client.post(link.removeprefix("http://testserver")).status_code == 200
