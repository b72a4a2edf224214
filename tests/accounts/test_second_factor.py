from __future__ import annotations

import base64
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.urls import reverse
from django.utils import timezone

from .pages import PASSWORD, assert_is_ours, code_in

if TYPE_CHECKING:
    from django.core.mail import EmailMessage
    from django.test import Client

    from participation.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The request commits before its session is saved, as outside of a test."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda work, *args, **kwargs: work())


def code_of_the_app(secret: str) -> str:
    _before, now, _after = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, now))


def sign_in(client: Client, person: User) -> None:
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})


def sign_in_by_code(client: Client, person: User, mailoutbox: list[EmailMessage]) -> None:
    client.post(reverse("account_request_login_code"), {"email": person.email})
    client.post(reverse("account_confirm_login_code"), {"code": code_in(mailoutbox[-1].body)})


def show_it_is_me(client: Client) -> None:
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def switch_on(client: Client) -> tuple[str, Any]:
    page = assert_is_ours(client.get(reverse("mfa_activate_totp")))
    secret = page.find("code").get_text()
    return secret, client.post(reverse("mfa_activate_totp"), {"code": code_of_the_app(secret)})


def test_an_app_is_connected_after_the_password_and_its_key_rests_encrypted(client: Client, citizen: User) -> None:
    sign_in(client, citizen)
    asks = client.get(reverse("mfa_activate_totp"))
    assert asks.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert_is_ours(client.get(asks.headers["Location"]))
    show_it_is_me(client)

    secret, response = switch_on(client)

    assert response.headers["Location"] == reverse("mfa_view_recovery_codes")
    stored = Authenticator.objects.get(user=citizen, type="totp").data
    assert secret not in str(stored)
    codes = Authenticator.objects.get(user=citizen, type="recovery_codes").data
    shown = assert_is_ours(client.get(reverse("mfa_view_recovery_codes"))).find("main").get_text()
    assert re.search(r"\d{8}", shown)
    assert len(codes["seed"]) > 60


@pytest.mark.parametrize(("seconds", "is_taken"), [(31, True), (91, False)])
def test_a_code_that_changed_while_it_was_typed_is_taken_and_an_old_one_is_not(
    client: Client, citizen: User, seconds: int, is_taken: bool
) -> None:
    sign_in(client, citizen)
    show_it_is_me(client)
    page = assert_is_ours(client.get(reverse("mfa_activate_totp")))
    code = code_of_the_app(page.find("code").get_text())
    with time_machine.travel(timezone.now() + timedelta(seconds=seconds), tick=False):
        client.post(reverse("mfa_activate_totp"), {"code": code})

    assert Authenticator.objects.filter(user=citizen, type="totp").exists() is is_taken


def test_the_second_step_is_asked_for_at_the_next_sign_in(client: Client, citizen: User) -> None:
    sign_in(client, citizen)
    show_it_is_me(client)
    switch_on(client)
    code = re.search(r"\d{8}", client.get(reverse("mfa_download_recovery_codes")).content.decode()).group()
    client.logout()

    response = client.post(reverse("account_login"), {"login": citizen.email, "password": PASSWORD, "next": "/ideer/"})
    assert response.headers["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    assert_is_ours(client.get(reverse("mfa_authenticate")))
    assert "stämmer inte" in assert_is_ours(client.post(reverse("mfa_authenticate"), {"code": "000000"})).get_text()
    response = client.post(reverse("mfa_authenticate"), {"code": code})

    assert response.headers["Location"] == "/ideer/"


def test_staff_who_have_just_connected_an_app_get_on_with_their_work(
    client: Client, moderator: User, settings: Any, commits: None, mailoutbox: list[EmailMessage]
) -> None:
    settings.STAFF_SECOND_FACTOR = True
    sign_in_by_code(client, moderator, mailoutbox)
    assert client.get("/cms/").headers["Location"] == reverse("mfa_index")
    show_it_is_me(client)

    switch_on(client)

    assert client.get("/cms/").status_code == 200


def test_a_session_from_before_the_second_step_makes_no_reserve_codes(
    client: Client, moderator: User, settings: Any, commits: None
) -> None:
    settings.STAFF_SECOND_FACTOR = True
    Authenticator.objects.create(user=moderator, type="webauthn", data={"name": "Nyckel", "credential": {}})
    client.force_login(moderator)  # a session from before, without the second step
    show_it_is_me(client)
    client.post(reverse("mfa_generate_recovery_codes"))

    assert not Authenticator.objects.filter(type="recovery_codes").exists()
    assert client.get("/cms/").headers["Location"] == reverse("mfa_index")


def test_the_pages_are_ours(client: Client, citizen: User) -> None:
    sign_in(client, citizen)
    assert_is_ours(client.get(reverse("mfa_index")))
    show_it_is_me(client)
    assert_is_ours(client.get(reverse("mfa_add_webauthn")))
    assert_is_ours(client.get(reverse("mfa_list_webauthn")))
    switch_on(client)

    for name in ("mfa_index", "mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_reauthenticate"):
        assert_is_ours(client.get(reverse(name)))


def test_a_key_has_pages_too(client: Client, citizen: User) -> None:
    sign_in(client, citizen)
    show_it_is_me(client)
    key = Authenticator.objects.create(
        user=citizen, type="webauthn", data={"name": "Min telefon", "credential": {"clientExtensionResults": {}}}
    )

    assert "Min telefon" in assert_is_ours(client.get(reverse("mfa_list_webauthn"))).get_text()
    assert_is_ours(client.get(reverse("mfa_edit_webauthn", args=[key.pk])))
    assert_is_ours(client.get(reverse("mfa_remove_webauthn", args=[key.pk])))
    client.post(reverse("mfa_remove_webauthn", args=[key.pk]))
    assert not Authenticator.objects.exists()


def test_anothers_key_cannot_be_reached(client: Client, citizen: User, author: User) -> None:
    key = Authenticator.objects.create(user=author, type="webauthn", data={"name": "Annans", "credential": {}})
    sign_in(client, citizen)
    show_it_is_me(client)

    assert client.get(reverse("mfa_remove_webauthn", args=[key.pk])).status_code == 404
    assert client.get(reverse("mfa_edit_webauthn", args=[key.pk])).status_code == 404


def test_the_picture_for_the_app_can_be_read_on_a_dark_page(client: Client, citizen: User) -> None:
    sign_in(client, citizen)
    show_it_is_me(client)
    picture = assert_is_ours(client.get(reverse("mfa_activate_totp"))).main.find("img")

    drawing = base64.b64decode(picture["src"].split(",", 1)[1]).decode()

    assert 'fill="white"' in drawing
    assert picture["alt"]
