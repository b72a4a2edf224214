"""A code or a link that ran out, was used or was replaced opens nothing, by its own door or by another. THREATS 23."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participation.accounts.actions import close_account
from participation.accounts.models import User

from .pages import PASSWORD, code_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.core.mail import EmailMessage

pytestmark = pytest.mark.django_db
CODE, CONFIRM, RESET = "/konto/login/code/", "/konto/login/code/confirm/", "/konto/password/reset/"
NEW = "en helt annan fras att minnas"
FULL = {"email": "ny@example.com", "password1": PASSWORD, "display_name": "", "home": ""}
# What asks for a code, and what takes one.
TAKES_A_CODE = (CONFIRM, reverse("account_email_verification_sent"), "/konto/2fa/authenticate/", "/konto/login/")


@pytest.fixture
def later() -> Any:
    def travel(**ago: float) -> Any:
        return time_machine.travel(timezone.now() + timedelta(**ago), tick=False)

    return travel


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def asked_for_a_link(email: str, mailoutbox: list[EmailMessage]) -> str:
    """The path that is mailed to whoever forgot their password."""
    Client().post(RESET, {"email": email})
    found = re.search(r"https?://[^/\s]+(/konto/password/reset/key/\S+)", str(mailoutbox[-1].body))
    assert found, mailoutbox[-1].body
    return found.group(1)


def set_password(client: Client, link: str) -> Any:
    """Follows the link and sends a new password, wherever it leads."""
    opened = client.get(link)
    there = opened.headers.get("Location", link)
    return client.post(there, {"password1": NEW, "password2": NEW})


def password_works(person: User, password: str) -> bool:
    return User.objects.get(pk=person.pk).check_password(password)


# --- codes


def test_a_code_to_sign_in_works_within_a_quarter_of_an_hour_and_no_longer(
    citizen: User, mailoutbox: list[EmailMessage], later: Callable[..., Any]
) -> None:
    for minutes, opens in ((14, True), (16, False)):
        client = Client()
        client.post(CODE, {"email": citizen.email})
        code = code_in(str(mailoutbox[-1].body))
        with later(minutes=minutes):
            client.post(CONFIRM, {"code": code})
            assert is_in(client) is opens, minutes


@pytest.mark.parametrize("door", TAKES_A_CODE)
def test_a_code_that_ran_out_opens_no_other_door(
    citizen: User, mailoutbox: list[EmailMessage], later: Callable[..., Any], door: str
) -> None:
    client = Client()
    client.post(CODE, {"email": citizen.email})
    code = code_in(str(mailoutbox[-1].body))

    with later(minutes=16):
        client.post(door, {"code": code, "login": citizen.email, "password": code})
        client.post(CONFIRM, {"code": code})

        assert not is_in(client)


def test_a_code_works_once_and_in_the_browser_that_asked(citizen: User, mailoutbox: list[EmailMessage]) -> None:
    client, elsewhere = Client(), Client()
    elsewhere.post(CODE, {"email": "ingen@example.com"})
    client.post(CODE, {"email": citizen.email})
    code = code_in(str(mailoutbox[-1].body))

    elsewhere.post(CONFIRM, {"code": code})
    client.post(CONFIRM, {"code": code})
    assert (is_in(elsewhere), is_in(client)) == (False, True)

    client.logout()
    client.post(CONFIRM, {"code": code})
    assert not is_in(client)


def test_a_new_code_ends_the_one_before(citizen: User, mailoutbox: list[EmailMessage]) -> None:
    client = Client()
    client.post(CODE, {"email": citizen.email})
    first = code_in(str(mailoutbox[-1].body))
    client.post(CONFIRM, {"action": "resend"})
    assert code_in(str(mailoutbox[-1].body)) != first

    client.post(CONFIRM, {"code": first})

    assert not is_in(client)


def test_a_code_to_sign_up_runs_out_and_a_code_to_sign_in_does_not_stand_in_for_it(
    mailoutbox: list[EmailMessage], later: Callable[..., Any]
) -> None:
    client = Client()
    client.post(reverse("account_signup"), FULL)
    code = code_in(str(mailoutbox[-1].body))

    with later(minutes=16):
        for door in TAKES_A_CODE:
            client.post(door, {"code": code})

        assert not is_in(client)
        client.post("/konto/login/", {"login": FULL["email"], "password": PASSWORD})
        assert not is_in(client), "the address was never proved"


# --- the link to a new password


def test_the_link_works_once_within_three_days(
    citizen: User, mailoutbox: list[EmailMessage], later: Callable[..., Any]
) -> None:
    link = asked_for_a_link(citizen.email, mailoutbox)
    with later(days=2):
        set_password(Client(), link)
        assert password_works(citizen, NEW)

    again = Client()
    again.get(link)
    again.post(re.sub(r"[^/]+/$", "set-password/", link), {"password1": PASSWORD, "password2": PASSWORD})
    assert password_works(citizen, NEW)
    assert not is_in(again)


def test_a_link_that_ran_out_sets_no_password_although_it_was_opened_in_time(
    citizen: User, mailoutbox: list[EmailMessage], later: Callable[..., Any]
) -> None:
    link = asked_for_a_link(citizen.email, mailoutbox)
    client = Client()
    form = client.get(link).headers["Location"]

    with later(days=4):
        client.post(form, {"password1": NEW, "password2": NEW})
        set_password(client, link)

        assert password_works(citizen, PASSWORD)
        assert not is_in(client)


@pytest.mark.parametrize("what", ["signed in", "new password", "new address"])
def test_a_link_is_over_when_the_account_has_moved_on(citizen: User, mailoutbox: list[EmailMessage], what: str) -> None:
    link = asked_for_a_link(citizen.email, mailoutbox)
    if what == "signed in":
        Client().post("/konto/login/", {"login": citizen.email, "password": PASSWORD})
    elif what == "new password":
        citizen.set_password("en tredje fras att minnas")
        citizen.save()
    else:
        citizen.email = "flyttad@example.com"
        citizen.save()
        citizen.emailaddress_set.update(email=citizen.email)

    client = Client()
    set_password(client, link)

    assert not password_works(citizen, NEW)
    assert not is_in(client)


def test_of_a_closed_account_no_link_is_left(citizen: User, mailoutbox: list[EmailMessage]) -> None:
    link = asked_for_a_link(citizen.email, mailoutbox)
    close_account(person=citizen)

    client = Client()
    set_password(client, link)

    assert not is_in(client)
    assert not User.objects.filter(email="citizen@example.com").exists()


def test_a_suspended_account_is_opened_by_no_door(moderator: User, mailoutbox: list[EmailMessage]) -> None:
    """Neither by what was mailed before, nor by what is asked for afterwards."""
    client = Client()
    link = asked_for_a_link(moderator.email, mailoutbox)
    client.post(CODE, {"email": moderator.email})
    code = code_in(str(mailoutbox[-1].body))
    moderator.is_active = False
    moderator.save()

    client.post(CONFIRM, {"code": code})
    set_password(client, link)
    client.post("/konto/login/", {"login": moderator.email, "password": NEW})
    client.post("/konto/login/", {"login": moderator.email, "password": PASSWORD})
    client.post(CODE, {"email": moderator.email})
    codes = re.findall(r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})+)\s*$", str(mailoutbox[-1].body), re.MULTILINE)
    for late in codes:
        client.post(CONFIRM, {"code": late})
    Client().post(RESET, {"email": moderator.email})

    assert not is_in(client)
    assert client.get("/cms/").status_code == 302


def test_a_new_password_is_no_second_factor(moderator: User, mailoutbox: list[EmailMessage], settings: Any) -> None:
    """Whoever reads the mail of staff does not reach their desk."""
    settings.STAFF_SECOND_FACTOR = True
    TOTP.activate(moderator, generate_totp_secret())
    link = asked_for_a_link(moderator.email, mailoutbox)
    client = Client()

    set_password(client, link)

    assert not is_in(client)
    assert client.get("/cms/").headers["Location"].startswith("/konto/")
    client.post("/konto/login/", {"login": moderator.email, "password": NEW})
    assert not is_in(client)


def test_a_new_password_ends_the_sessions_of_others(citizen: User, mailoutbox: list[EmailMessage]) -> None:
    thief = Client()
    thief.post("/konto/login/", {"login": citizen.email, "password": PASSWORD})
    assert is_in(thief)
    link = asked_for_a_link(citizen.email, mailoutbox)

    set_password(Client(), link)

    assert password_works(citizen, NEW)
    assert thief.get("/mina/").status_code == 302
