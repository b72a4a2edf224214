from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from .pages import PASSWORD, assert_is_ours

if TYPE_CHECKING:
    from django.core.mail import EmailMessage
    from django.test import Client

    from participation.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_public_address(settings: object) -> None:
    settings.BASE_URL = "https://samskapa.example.se"
    settings.ALLOWED_HOSTS = ["*"]


def test_the_host_of_a_request_never_reaches_a_mail(
    client: Client, citizen: User, mailoutbox: list[EmailMessage]
) -> None:
    evil = {"headers": {"host": "evil.example"}}

    client.post(reverse("account_reset_password"), {"email": citizen.email}, **evil)
    client.post(reverse("account_reset_password"), {"email": "ingen@example.com"}, **evil)
    client.post(reverse("account_signup"), {"email": citizen.email, "password1": PASSWORD}, **evil)
    client.cookies.clear()
    client.post(reverse("account_request_login_code"), {"email": "ingen@example.com"}, **evil)

    assert len(mailoutbox) == 4
    for mail in mailoutbox:
        assert "evil" not in mail.subject + mail.body
        assert "https://samskapa.example.se/konto/" in mail.body


def test_the_mail_is_swedish_and_short(client: Client, citizen: User, mailoutbox: list[EmailMessage]) -> None:
    client.post(reverse("account_reset_password"), {"email": citizen.email})

    assert mailoutbox[0].subject == "Välj ett nytt lösenord"
    assert mailoutbox[0].body.startswith("Öppna länken")
    assert mailoutbox[0].body.endswith("Samskapa")
    assert "&" not in mailoutbox[0].body


def test_the_link_gives_a_new_password_once(client: Client, citizen: User, mailoutbox: list[EmailMessage]) -> None:
    client.post(reverse("account_reset_password"), {"email": citizen.email})
    link = next(word for word in mailoutbox[0].body.split() if word.startswith("https://"))
    path = link.removeprefix("https://samskapa.example.se")

    form = client.get(path, follow=True)
    assert_is_ours(form)
    client.post(form.redirect_chain[-1][0], {"password1": "ett helt nytt ord", "password2": "ett helt nytt ord"})

    citizen.refresh_from_db()
    assert citizen.check_password("ett helt nytt ord")
    assert "gäller inte längre" in assert_is_ours(client.get(path, follow=True)).get_text()


@pytest.mark.parametrize(
    "prefix",
    [
        "account/email/email_confirmation",
        "account/email/email_confirmation_signup",
        "account/email/login_code",
        "account/email/password_reset_code",
        "account/email/password_reset_key",
        "account/email/account_already_exists",
        "account/email/unknown_account",
        "account/email/password_changed",
        "account/email/password_set",
        "account/email/password_reset",
        "account/email/email_changed",
        "account/email/email_deleted",
        "account/email/email_confirm",
        "mfa/email/totp_activated",
        "mfa/email/totp_deactivated",
        "mfa/email/webauthn_added",
        "mfa/email/webauthn_removed",
        "mfa/email/recovery_codes_generated",
    ],
)
def test_every_mail_of_the_library_speaks_our_words(rf: object, mailoutbox: list[EmailMessage], prefix: str) -> None:
    from allauth.account.adapter import get_adapter
    from allauth.core.context import request_context

    from .pages import FOREIGN

    request = rf.get("/")
    with request_context(request):
        get_adapter(request).send_mail(prefix, "a@example.com", {"code": "ABCD-1234", "to_email": "b@example.com"})

    assert mailoutbox[0].body.endswith("Hälsningar\nSamskapa")
    assert "\n" not in mailoutbox[0].subject
    assert mailoutbox[0].subject
    assert not FOREIGN.search(mailoutbox[0].subject + mailoutbox[0].body)
