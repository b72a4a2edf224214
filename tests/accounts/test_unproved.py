"""Whoever signs up with somebody else's address leaves nothing behind in that person's account."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from participation.accounts.actions import keep_one_address
from participation.accounts.models import Role, User
from tests.factories import UserFactory, staff

from .pages import PASSWORD, code_in

if TYPE_CHECKING:
    from django.core.mail import EmailMessage

    from participation.places.models import Municipality

pytestmark = pytest.mark.django_db
VICTIM = "offer@example.com"
THEIRS = "angriparens egna långa fras"
LOGIN, CODE, CONFIRM = "/konto/login/", "/konto/login/code/", "/konto/login/code/confirm/"
PROVE = reverse("account_email_verification_sent")


def is_in(client: Client) -> bool:
    """Whether the next page knows the person, not only the session."""
    return client.get("/mina/").status_code == 200


def sign_up(client: Client, **fields: Any) -> Any:
    caches["default"].clear()  # some time after the last code
    full = {"email": VICTIM, "password1": THEIRS, "display_name": "Elak", "home": ""}
    return client.post(reverse("account_signup"), {**full, **fields})


def by_code(client: Client, mailoutbox: list[EmailMessage]) -> Any:
    client.post(CODE, {"email": VICTIM})
    return client.post(CONFIRM, {"code": code_in(mailoutbox[-1].body)}, follow=True)


@pytest.fixture
def attacker(sundsvall: Municipality, mailoutbox: list[EmailMessage]) -> Client:
    client = Client()
    sign_up(client, home=sundsvall.pk)
    return client


def test_a_code_makes_the_strangers_password_name_and_home_void(
    client: Client, attacker: Client, mailoutbox: list[EmailMessage]
) -> None:
    page = by_code(client, mailoutbox)

    person = User.objects.get(email=VICTIM)
    assert (person.display_name, person.home, person.has_usable_password()) == ("", None, False)
    assert "gäller inte" in page.content.decode()
    assert is_in(client)
    assert not is_in(attacker)
    attacker.post(LOGIN, {"login": VICTIM, "password": THEIRS})
    assert not is_in(attacker)
    assert not is_in(Client())


@pytest.mark.parametrize("path", [PROVE, LOGIN, CODE, CONFIRM, "/konto/signup/", "/konto/email/", "/mina/"])
def test_what_the_stranger_left_half_done_does_not_go_on(
    client: Client, attacker: Client, mailoutbox: list[EmailMessage], path: str
) -> None:
    attacker.post(LOGIN, {"login": VICTIM, "password": THEIRS})
    by_code(client, mailoutbox)

    attacker.get(path, follow=True)
    attacker.post(path, {"code": "FEL-FEL", "action": "change", "email": "elak@example.com"}, follow=True)

    assert not is_in(attacker)
    person = User.objects.get(email=VICTIM)
    assert list(EmailAddress.objects.filter(user=person).values_list("email", flat=True)) == [VICTIM]


def test_a_new_password_by_the_mailed_link_is_the_only_thing_left(
    client: Client, attacker: Client, mailoutbox: list[EmailMessage]
) -> None:
    client.post("/konto/password/reset/", {"email": VICTIM})
    found = re.search(r"https?://[^/\s]+(/konto/password/reset/key/\S+)", str(mailoutbox[-1].body))
    assert found
    there = client.get(found.group(1)).headers["Location"]
    client.post(there, {"password1": PASSWORD, "password2": PASSWORD}, follow=True)

    person = User.objects.get(email=VICTIM)
    assert (person.display_name, person.home) == ("", None)
    assert person.check_password(PASSWORD)
    assert is_in(client)
    assert not is_in(attacker)


def test_who_signs_up_again_is_told_that_nobody_has_proved_the_address(
    client: Client, attacker: Client, mailoutbox: list[EmailMessage]
) -> None:
    sign_up(client, password1=PASSWORD)

    assert mailoutbox[-1].subject == "Bekräfta din adress så är kontot ditt"
    assert "Lösenord och namn som skrevs förut gäller då inte" in mailoutbox[-1].body
    by_code(client, mailoutbox)
    assert is_in(client)
    assert not User.objects.get(email=VICTIM).has_usable_password()


def test_who_signs_up_and_proves_it_in_one_go_keeps_everything(client: Client, mailoutbox: list[EmailMessage]) -> None:
    sign_up(client, display_name="Anna")
    client.post(PROVE, {"code": code_in(mailoutbox[-1].body)})

    person = User.objects.get(email=VICTIM)
    assert is_in(client)
    assert (person.display_name, person.check_password(THEIRS)) == ("Anna", True)


def test_who_knows_the_password_and_proves_the_address_elsewhere_keeps_everything(
    client: Client, mailoutbox: list[EmailMessage]
) -> None:
    sign_up(Client(), display_name="Anna")
    caches["default"].clear()
    client.post(LOGIN, {"login": VICTIM, "password": THEIRS})
    client.post(PROVE, {"code": code_in(mailoutbox[-1].body)})

    person = User.objects.get(email=VICTIM)
    assert is_in(client)
    assert (person.display_name, person.check_password(THEIRS)) == ("Anna", True)


def test_a_second_address_changes_nothing(client: Client, citizen: User, mailoutbox: list[EmailMessage]) -> None:
    User.objects.filter(pk=citizen.pk).update(display_name="Anna")
    client.post(CODE, {"email": citizen.email})
    client.post(CONFIRM, {"code": code_in(mailoutbox[-1].body)})
    client.post("/konto/email/", {"email": "andra@example.com", "action_add": ""})
    client.post(PROVE, {"code": code_in(mailoutbox[-1].body)})

    citizen.refresh_from_db()
    assert EmailAddress.objects.filter(user=citizen, verified=True).count() == 2
    assert (citizen.display_name, citizen.check_password(PASSWORD)) == ("Anna", True)


def test_an_account_that_got_a_role_before_its_owner_came_is_the_owners_alone(
    client: Client, attacker: Client, sundsvall: Municipality, mailoutbox: list[EmailMessage]
) -> None:
    helper = staff(sundsvall, Role.MODERATOR)
    person = User.objects.get(email=VICTIM)
    person.groups.set(helper.groups.all())
    keep_one_address(person=person)

    attacker.post(LOGIN, {"login": VICTIM, "password": THEIRS})
    assert attacker.get("/cms/").status_code == 302
    by_code(client, mailoutbox)

    attacker.post(LOGIN, {"login": VICTIM, "password": THEIRS})
    assert attacker.get("/cms/").status_code == 302
    assert client.get("/cms/").status_code == 200


def test_an_address_that_an_administrator_changes_closes_what_the_old_one_opened(
    client: Client, citizen: User, mailoutbox: list[EmailMessage]
) -> None:
    old = Client()
    old.post(LOGIN, {"login": citizen.email, "password": PASSWORD})
    assert is_in(old)
    citizen.email = VICTIM
    keep_one_address(person=citizen)
    assert not is_in(old)

    by_code(client, mailoutbox)

    old.post(LOGIN, {"login": VICTIM, "password": PASSWORD})
    assert is_in(client)
    assert not is_in(old)


def test_a_second_factor_outlives_an_address_that_an_administrator_changes(
    client: Client, citizen: User, mailoutbox: list[EmailMessage]
) -> None:
    """Otherwise an address mistyped by an administrator would open a member of staff's account to a stranger."""
    Authenticator.objects.create(user=citizen, type=Authenticator.Type.TOTP, data={})
    citizen.email = VICTIM
    keep_one_address(person=citizen)

    by_code(client, mailoutbox)

    assert Authenticator.objects.filter(user=citizen).exists()
    assert not is_in(client)


def test_nobody_adds_a_second_factor_to_an_account_that_nobody_proved(attacker: Client) -> None:
    attacker.post(LOGIN, {"login": VICTIM, "password": THEIRS})
    for path in (reverse("mfa_activate_totp"), reverse("mfa_add_webauthn")):
        assert attacker.get(path).status_code == 302
        attacker.post(path, {"code": "000000"})

    assert not Authenticator.objects.exists()


def test_an_account_made_on_the_command_line_opens_by_code(client: Client, mailoutbox: list[EmailMessage]) -> None:
    """It has no row of its address at first, so that it is proved half way through signing in."""
    person = User.objects.create_user(VICTIM, PASSWORD)

    by_code(client, mailoutbox)
    client.post(PROVE, {"code": code_in(mailoutbox[-1].body)})

    assert is_in(client)
    person.refresh_from_db()
    assert not person.has_usable_password()


def test_other_people_stay_signed_in(attacker: Client, client: Client, mailoutbox: list[EmailMessage]) -> None:
    other = Client()
    other.force_login(UserFactory())

    by_code(client, mailoutbox)

    assert is_in(other)
