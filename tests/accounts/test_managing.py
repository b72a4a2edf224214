"""The pages of allauth that a person reaches when signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from participation.accounts.models import User
from participation.accounts.prove_first import DOORS

from .pages import PASSWORD, assert_is_ours, code_in, prove_it_is_me

if TYPE_CHECKING:
    from django.core.mail import EmailMessage
    from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_password_is_changed(client: Client, citizen: User) -> None:
    client.force_login(citizen)
    address = reverse("account_change_password")
    assert_is_ours(client.get(address))

    wrong = client.post(address, {"oldpassword": "fel", "password1": "nya långa ord", "password2": "nya långa ord"})
    assert "inte ditt nuvarande" in assert_is_ours(wrong).get_text()
    right = client.post(address, {"oldpassword": PASSWORD, "password1": "nya långa ord", "password2": "nya långa ord"})

    assert right.headers["Location"] == reverse("accounts:settings")
    citizen.refresh_from_db()
    assert citizen.check_password("nya långa ord")


def test_whoever_has_no_password_chooses_one(client: Client, citizen: User) -> None:
    citizen.set_unusable_password()
    citizen.save()
    client.force_login(citizen)
    prove_it_is_me(client)

    assert_is_ours(client.get(reverse("account_set_password")))
    client.post(reverse("account_set_password"), {"password1": "nya långa ord", "password2": "nya långa ord"})

    citizen.refresh_from_db()
    assert citizen.check_password("nya långa ord")


def test_an_address_is_added_proved_and_used(client: Client, citizen: User, mailoutbox: list[EmailMessage]) -> None:
    client.force_login(citizen)
    prove_it_is_me(client)
    assert_is_ours(client.get(reverse("account_email")))

    response = client.post(reverse("account_email"), {"action_add": "1", "email": "ny@example.com"})
    assert_is_ours(client.get(response.headers["Location"]))
    client.post(response.headers["Location"], {"code": code_in(mailoutbox[-1].body)})
    assert_is_ours(client.get(reverse("account_email")))
    client.post(reverse("account_email"), {"action_primary": "1", "email": "ny@example.com"})
    client.post(reverse("account_email"), {"action_remove": "1", "email": "citizen@example.com"})

    citizen.refresh_from_db()
    assert citizen.email == "ny@example.com"
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [("ny@example.com", True, True)]


def test_the_address_one_signs_in_with_stays(client: Client, citizen: User) -> None:
    client.force_login(citizen)
    prove_it_is_me(client)

    client.post(reverse("account_email"), {"action_remove": "1", "email": citizen.email})

    assert EmailAddress.objects.filter(email=citizen.email).exists()


@pytest.mark.parametrize("has_password", [True, False])
def test_an_open_session_does_not_take_the_account_over(
    client: Client, citizen: User, mailoutbox: list[EmailMessage], has_password: bool
) -> None:
    if not has_password:
        User.objects.filter(pk=citizen.pk).update(password="!")
        citizen.refresh_from_db()
    EmailAddress.objects.create(user=citizen, email="andra@example.com", verified=True)
    client.force_login(citizen)

    for fields in (
        {"action_add": "1", "email": "tjuv@example.com"},
        {"action_send": "1", "email": citizen.email},
        {"action_primary": "1", "email": "andra@example.com"},
        {"action_remove": "1", "email": "andra@example.com"},
    ):
        client.post(reverse("account_email"), fields)
    for name in ("account_set_password", "mfa_activate_totp", "mfa_add_webauthn"):
        client.post(reverse(name), {"password1": "tjuvens långa ord", "password2": "tjuvens långa ord", "code": "1"})

    emails = EmailAddress.objects.filter(user=citizen).values_list("email", "primary")
    assert set(emails) == {(citizen.email, True), ("andra@example.com", False)}
    assert not mailoutbox
    assert not User.objects.get(pk=citizen.pk).check_password("tjuvens långa ord")
    for name in DOORS - ({"account_set_password"} if has_password else set()):
        page = assert_is_ours(client.get(reverse(name)))
        assert page.h1.get_text() == "Visa att det är du"
        asks = page.main.find("a", href=lambda link: link and "reauthenticate" in link)
        assert bool(asks) == has_password
        assert reverse(name) in (
            unquote(asks["href"]) if asks else page.main.find("input", attrs={"name": "next"})["value"]
        )


@pytest.mark.parametrize("name", ["account_email", "account_change_password", "account_set_password", "mfa_index"])
def test_strangers_are_asked_to_sign_in(client: Client, name: str) -> None:
    response = client.get(reverse(name))

    assert response.headers["Location"] == f"/konto/login/?next={reverse(name)}"
