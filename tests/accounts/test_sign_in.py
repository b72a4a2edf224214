from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from participation.accounts.models import User

from .pages import PASSWORD, assert_is_ours, code_in

if TYPE_CHECKING:
    from django.core.mail import EmailMessage
    from django.test import Client

pytestmark = pytest.mark.django_db
LOGIN = "/konto/login/"
CODE = "/konto/login/code/"
CONFIRM = "/konto/login/code/confirm/"


def test_the_right_password_opens_and_leads_back(client: Client, citizen: User) -> None:
    response = client.post(LOGIN, {"login": citizen.email, "password": PASSWORD, "next": "/ideer/2281-2026-0001/"})

    assert response.headers["Location"] == "/ideer/2281-2026-0001/"
    assert client.session["_auth_user_id"] == str(citizen.pk)


def test_the_wrong_password_opens_nothing_and_does_not_tell_whether_there_is_an_account(
    client: Client, citizen: User
) -> None:
    wrong = assert_is_ours(client.post(LOGIN, {"login": citizen.email, "password": "fel fel fel fel"}))
    nobody = assert_is_ours(client.post(LOGIN, {"login": "ingen@example.com", "password": "fel fel fel fel"}))

    assert "hör inte ihop" in wrong.get_text()
    without = [page.main.get_text(" ", strip=True) for page in (wrong, nobody)]
    assert without[0] == without[1]
    assert "_auth_user_id" not in client.session


def test_a_code_opens_and_leads_back(client: Client, citizen: User, mailoutbox: list[EmailMessage]) -> None:
    response = client.post(CODE, {"email": citizen.email, "next": "/stod/7/"})
    assert response.headers["Location"] == f"{CONFIRM}?next=%2Fstod%2F7%2F"
    page = assert_is_ours(client.get(response.headers["Location"]))
    way_back = page.main.find("input", attrs={"name": "next"})["value"]

    response = client.post(CONFIRM, {"code": code_in(mailoutbox[-1].body).lower(), "next": way_back})

    assert response.headers["Location"] == "/stod/7/"
    assert client.session["_auth_user_id"] == str(citizen.pk)


def test_a_code_for_nobody_looks_the_same_and_sends_a_way_to_sign_up(
    client: Client, citizen: User, mailoutbox: list[EmailMessage]
) -> None:
    client.post(CODE, {"email": "ingen@example.com", "next": "/stod/7/"})
    page = assert_is_ours(client.get(CONFIRM))
    client.cookies.clear()
    client.post(CODE, {"email": citizen.email})
    other = assert_is_ours(client.get(CONFIRM))

    assert page.h1.get_text() == other.h1.get_text()
    assert mailoutbox[0].to == ["ingen@example.com"]
    assert "http://testserver/konto/signup/?next=%2Fstod%2F7%2F" in mailoutbox[0].body


def test_codes_are_not_mailed_to_one_address_without_end(client: Client, mailoutbox: list[EmailMessage]) -> None:
    with time_machine.travel(timezone.now().replace(second=1), tick=False):
        for _time in range(6):
            client.cookies.clear()
            client.post(CODE, {"email": "offer@example.com"})

    assert len(mailoutbox) == 3


@pytest.mark.parametrize("path", [LOGIN, CODE, reverse_lazy("account_reset_password"), reverse_lazy("account_signup")])
def test_nobody_uses_up_the_attempts_of_another(
    client: Client, citizen: User, mailoutbox: list[EmailMessage], path: str
) -> None:
    """35: by typing the address of somebody, again and again, from elsewhere."""
    fields = {"login": citizen.email, "email": citizen.email, "password": "fel fel fel fel"}
    elsewhere = [client.__class__(REMOTE_ADDR="192.0.2.1").post(path, fields).status_code for _time in range(70)]
    assert elsewhere[-1] == 429 or path == LOGIN

    response = client.post(path, {**fields, "password": PASSWORD, "password1": PASSWORD})

    assert response.status_code == 302


def test_many_addresses_together_guess_no_more_than_an_account_bears(client: Client, citizen: User) -> None:
    with time_machine.travel(timezone.now().replace(minute=1), tick=False):
        answers = [
            client.__class__(REMOTE_ADDR=f"192.0.2.{number // 20}").post(LOGIN, {"login": citizen.email})
            for number in range(201)
        ]

    assert [answer.status_code for answer in answers[-2:]] == [200, 429]


LONG = f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.example.com"


@pytest.mark.parametrize("path", [CODE, reverse_lazy("account_reset_password"), reverse_lazy("account_signup")])
def test_an_address_that_does_not_fit_is_refused_in_words_and_not_cut(
    client: Client, mailoutbox: list[EmailMessage], path: str
) -> None:
    """Cut, it would be somebody else's."""
    assert len(LONG) > 254
    for _time in range(2):
        page = assert_is_ours(client.post(path, {"email": LONG, "password1": PASSWORD}))
        assert "Adressen är för lång" in page.get_text()

    assert not mailoutbox
    assert not User.objects.exists()


def test_wrong_passwords_are_slowed_down_for_one_address(client: Client, citizen: User) -> None:
    for _time in range(5):
        client.post(LOGIN, {"login": citizen.email, "password": "fel fel fel fel"})

    response = client.post(LOGIN, {"login": citizen.email, "password": PASSWORD})

    assert "för många försök" in assert_is_ours(response).get_text()
    assert "_auth_user_id" not in client.session


def test_attempts_are_counted_where_every_process_sees_them(settings: object) -> None:
    from portal.settings import CACHES

    assert CACHES["default"]["BACKEND"] == "portal.cache.DatabaseCache"


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
@pytest.mark.parametrize("how", ["get", "post"])
def test_nobody_is_sent_to_another_host(client: Client, citizen: User, there: str, how: str) -> None:
    if how == "get":
        client.force_login(citizen)
        response = client.get(LOGIN, {"next": there})
    else:
        response = client.post(LOGIN, {"login": citizen.email, "password": PASSWORD, "next": there})

    assert response.headers["Location"] == reverse("accounts:mine")


def test_an_address_that_is_allowed_but_not_ours_is_another_host(
    client: Client, citizen: User, settings: object
) -> None:
    settings.ALLOWED_HOSTS = ["testserver", ".example.com"]

    response = client.post(LOGIN, {"login": citizen.email, "password": PASSWORD, "next": "https://x.example.com/"})

    assert response.headers["Location"] == reverse("accounts:mine")


def test_a_citizen_who_tries_the_admin_does_not_go_round_in_circles(client: Client, citizen: User) -> None:
    client.force_login(citizen)

    response = client.get("/cms/", follow=True)

    assert response.redirect_chain[-1][0] == reverse("accounts:mine")
    assert len(response.redirect_chain) <= 3


def test_staff_are_led_to_the_admin_through_the_same_door(client: Client, moderator: User) -> None:
    response = client.get("/cms/login/?next=/cms/")
    assert response.headers["Location"] == "/konto/login/?next=/cms/"

    response = client.post(LOGIN, {"login": moderator.email, "password": PASSWORD, "next": "/cms/"})

    assert response.headers["Location"] == "/cms/"


def test_an_inactive_account_opens_nothing(client: Client, citizen: User) -> None:
    User.objects.update(is_active=False)

    response = client.post(LOGIN, {"login": citizen.email, "password": PASSWORD}, follow=True)

    assert_is_ours(response)
    assert "_auth_user_id" not in client.session
    assert_is_ours(client.get(reverse("account_inactive")))


def test_an_address_that_was_never_proved_is_proved_first(
    client: Client, citizen: User, mailoutbox: list[EmailMessage]
) -> None:
    EmailAddress.objects.update(verified=False)

    response = client.post(LOGIN, {"login": citizen.email, "password": PASSWORD, "next": "/ideer/"})
    assert response.headers["Location"] == reverse("account_email_verification_sent")
    response = client.post(response.headers["Location"], {"code": code_in(mailoutbox[-1].body)})

    assert response.headers["Location"] == "/ideer/"


def test_signing_out_asks_first_and_then_does(client: Client, citizen: User) -> None:
    client.force_login(citizen)

    assert_is_ours(client.get(reverse("account_logout")))
    assert "_auth_user_id" in client.session
    response = client.post(reverse("account_logout"), {"next": "https://evil.example/"})

    assert response.headers["Location"] == "/"
    assert "_auth_user_id" not in client.session


def test_the_doors_are_ours(client: Client) -> None:
    for path in (LOGIN, CODE, reverse("account_reset_password"), reverse("account_reset_password_done")):
        page = assert_is_ours(client.get(path))
        assert page.main.find("form") or path.endswith("done/")
