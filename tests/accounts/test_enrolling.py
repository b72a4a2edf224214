"""Whoever knows the password of a staff account, and no more, adds no second factor of their own to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from participation.accounts.enrolling import GUARDED
from participation.accounts.models import Role, User
from portal.limit_table import rates_from
from tests.factories import staff

from .pages import assert_is_ours, code_in
from .test_duties import administrator, by_groups_of_wagtail_alone, by_permission_of_their_own
from .test_second_factor import commits, show_it_is_me, sign_in, switch_on

if TYPE_CHECKING:
    from django.core.mail import EmailMessage

    from participation.places.models import Municipality

__all__ = ["commits"]
pytestmark = pytest.mark.django_db
SEND, CONFIRM, INDEX = "/mina/kod/", "/konto/login/code/confirm/", "/konto/2fa/"


@pytest.fixture(autouse=True)
def required(settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = True


def address_of(name: str, key: Authenticator | None = None) -> str:
    takes_key = name in ("mfa_edit_webauthn", "mfa_remove_webauthn")
    return reverse(name, args=[key.pk if key else 1] if takes_key else [])


@pytest.mark.parametrize(
    "make",
    [
        lambda place: staff(place, Role.EDITOR),
        lambda _place: administrator(),
        lambda _place: by_groups_of_wagtail_alone(),
        lambda _place: by_permission_of_their_own(),
    ],
)
def test_the_password_alone_adds_nothing(client: Client, sundsvall: Municipality, make: Any) -> None:
    person = make(sundsvall)
    sign_in(client, person)
    show_it_is_me(client)

    for name in sorted(GUARDED):
        asked = client.post(address_of(name), {"code": "000000", "email": "elak@example.com", "action_add": ""})
        assert (asked.status_code, asked.headers["Location"]) == (302, SEND), name
    for name in ("mfa_activate_totp", "mfa_add_webauthn"):
        assert client.get(address_of(name)).headers["Location"] == SEND

    assert not Authenticator.objects.exists()
    assert list(EmailAddress.objects.filter(user=person).values_list("email", flat=True)) == [person.email]


def test_a_mailed_code_opens_the_way(
    client: Client, moderator: User, mailoutbox: list[EmailMessage], commits: None
) -> None:
    sign_in(client, moderator)
    assert_is_ours(client.get(SEND))

    sent = client.post(SEND)

    assert "_auth_user_id" not in client.session
    assert mailoutbox[-1].to == [moderator.email]
    assert sent.headers["Location"].startswith(CONFIRM)
    assert_is_ours(client.get(sent.headers["Location"]))
    back = client.post(sent.headers["Location"], {"code": code_in(mailoutbox[-1].body)})
    assert back.headers["Location"] == INDEX
    assert client.get(SEND).headers["Location"] == INDEX
    show_it_is_me(client)
    switch_on(client)
    assert client.get("/cms/").status_code == 200


def test_a_wrong_code_opens_nothing(client: Client, moderator: User) -> None:
    sign_in(client, moderator)
    client.post(SEND)

    client.post(CONFIRM, {"code": "FEL-FEL"})

    assert "_auth_user_id" not in client.session


def test_the_code_of_another_account_is_no_code_of_this_one(
    client: Client, moderator: User, citizen: User, mailoutbox: list[EmailMessage]
) -> None:
    client.post(reverse("account_request_login_code"), {"email": citizen.email})
    client.post(CONFIRM, {"code": code_in(mailoutbox[-1].body)})
    client.post(reverse("account_logout"))
    sign_in(client, moderator)

    assert client.get(reverse("mfa_activate_totp")).headers["Location"] == SEND


def test_what_opens_the_account_already_is_asked_of_a_session_from_before(client: Client, moderator: User) -> None:
    """Somebody signed in by the password before its owner added a key: they neither see the codes nor take it away."""
    sign_in(client, moderator)
    show_it_is_me(client)
    key = Authenticator.objects.create(user=moderator, type="webauthn", data={"name": "Nyckel", "credential": {}})
    Authenticator.objects.create(user=moderator, type="recovery_codes", data={"seed": "x", "used_mask": 0})

    for name in sorted(GUARDED):
        asked = client.post(address_of(name, key))
        assert asked.headers["Location"].startswith(reverse("mfa_reauthenticate")), name
    assert client.get(reverse("mfa_view_recovery_codes")).headers["Location"].startswith(reverse("mfa_reauthenticate"))
    assert client.post(SEND).headers["Location"] == INDEX
    assert Authenticator.objects.count() == 2


def test_citizens_add_theirs_as_before(client: Client, citizen: User) -> None:
    sign_in(client, citizen)
    show_it_is_me(client)

    switch_on(client)

    assert Authenticator.objects.filter(user=citizen, type="totp").exists()
    assert client.post(SEND).headers["Location"] == INDEX


def test_nobody_has_codes_mailed_without_end(moderator: User, settings: Any) -> None:
    settings.LIMITS = settings.LIMITS | {"code": rates_from("1/1d/account")}
    for expected in (302, 429):
        client = Client()
        sign_in(client, moderator)
        assert client.post(SEND).status_code == expected


def test_no_door_of_allauths_to_the_second_factor_is_forgotten() -> None:
    from allauth.mfa import urls

    found = set()
    rows = list(urls.urlpatterns)
    while rows:
        row = rows.pop()
        rows += getattr(row, "url_patterns", [])
        found.add(getattr(row, "name", None))
    shown_to_all = {"mfa_index", "mfa_authenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"}

    assert found - {None} - shown_to_all - {"mfa_login_webauthn"} <= GUARDED
