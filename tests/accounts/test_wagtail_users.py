from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.account.models import EmailAddress

from participation.accounts.models import User
from tests.factories import UserFactory

from .pages import PASSWORD, code_in

if TYPE_CHECKING:
    from django.core.mail import EmailMessage
    from django.test import Client

pytestmark = pytest.mark.django_db
NEW = {
    "email": "Ny.Granskare@Example.com",
    "first_name": "Nina",
    "last_name": "Ny",
    "password1": PASSWORD,
    "password2": PASSWORD,
}


@pytest.fixture
def boss(client: Client) -> User:
    boss = UserFactory(email="boss@example.com", is_superuser=True)
    client.force_login(boss)
    return boss


def test_the_form_for_a_new_person_opens(client: Client, boss: User) -> None:
    assert client.get("/cms/users/new/").status_code == 200


def test_a_person_made_in_the_admin_signs_in_and_proves_the_address(
    client: Client, boss: User, mailoutbox: list[EmailMessage]
) -> None:
    response = client.post("/cms/users/new/", NEW)
    assert response.status_code == 302, response.context["form"].errors
    person = User.objects.get(email="ny.granskare@example.com")
    assert list(person.emailaddress_set.values_list("email", "verified", "primary")) == [
        ("ny.granskare@example.com", False, True)
    ]
    client.logout()

    client.post("/konto/login/", {"login": "ny.granskare@example.com", "password": PASSWORD})
    client.post("/konto/confirm-email/", {"code": code_in(mailoutbox[-1].body)})

    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_person_made_in_the_admin_signs_in_with_a_code(
    client: Client, boss: User, mailoutbox: list[EmailMessage]
) -> None:
    client.post("/cms/users/new/", NEW)
    client.logout()

    client.post("/konto/login/code/", {"email": "ny.granskare@example.com"})
    client.post("/konto/login/code/confirm/", {"code": code_in(mailoutbox[-1].body)})

    assert "_auth_user_id" in client.session


def test_a_changed_address_replaces_the_one_that_opened_the_account(client: Client, boss: User, citizen: User) -> None:
    response = client.post(
        f"/cms/users/edit/{citizen.pk}/",
        {"email": "annan@example.com", "first_name": "A", "last_name": "B", "is_active": "on"},
    )

    assert response.status_code == 302, response.context["form"].errors
    assert list(EmailAddress.objects.filter(user=citizen).values_list("email", flat=True)) == ["annan@example.com"]


def test_an_unchanged_address_stays_proved(client: Client, boss: User, citizen: User) -> None:
    client.post(
        f"/cms/users/edit/{citizen.pk}/",
        {"email": citizen.email, "first_name": "A", "last_name": "B", "is_active": "on"},
    )

    assert EmailAddress.objects.get(user=citizen).verified


@pytest.mark.parametrize("who", ["moderator", "editor", "publisher", "case_officer", "citizen"])
def test_only_administrators_reach_the_people(client: Client, request: pytest.FixtureRequest, who: str) -> None:
    client.force_login(request.getfixturevalue(who))

    assert client.get("/cms/users/", follow=False).status_code == 302
    assert client.get("/cms/users/new/").status_code == 302


def test_wagtails_own_password_doors_are_closed(client: Client, moderator: User) -> None:
    assert client.get("/cms/password_reset/").status_code == 404
    client.force_login(moderator)
    assert client.get("/cms/account/").status_code == 200
