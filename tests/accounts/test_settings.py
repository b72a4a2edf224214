from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from .pages import assert_is_ours

if TYPE_CHECKING:
    from django.test import Client

    from participation.accounts.models import User
    from participation.places.models import Municipality

pytestmark = pytest.mark.django_db
MAIL = {f"mejl-{reason}": "at_once" for reason in ("own", "replies", "followed", "supported", "interests", "other")}


def test_name_home_and_language_are_saved(client: Client, citizen: User, timra: Municipality) -> None:
    client.force_login(citizen)
    assert_is_ours(client.get(reverse("accounts:settings")))

    response = client.post(
        reverse("accounts:settings"),
        {"display_name": "Cia", "home": timra.pk, "language": "en", **MAIL},
    )

    assert response.headers["Location"] == reverse("accounts:settings")
    citizen.refresh_from_db()
    assert (citizen.display_name, citizen.home, citizen.language) == ("Cia", timra, "en")
    assert "sparade" in client.get(reverse("accounts:settings")).content.decode()


def test_a_name_that_is_refused_is_kept_in_the_form_and_not_in_the_account(client: Client, citizen: User) -> None:
    client.force_login(citizen)

    response = client.post(reverse("accounts:settings"), {"display_name": "Kommunen", "home": "", "language": "sv"})

    page = assert_is_ours(response)
    assert page.find("input", attrs={"name": "display_name"})["value"] == "Kommunen"
    citizen.refresh_from_db()
    assert citizen.display_name == ""


def test_a_mistake_in_one_part_saves_nothing(client: Client, citizen: User) -> None:
    client.force_login(citizen)

    client.post(reverse("accounts:settings"), {"display_name": "Cia", "language": "sv", **MAIL, "mejl-own": "ibland"})

    citizen.refresh_from_db()
    assert citizen.display_name == ""


def test_nothing_else_of_a_person_can_be_set(client: Client, citizen: User) -> None:
    client.force_login(citizen)

    client.post(
        reverse("accounts:settings"),
        {
            "display_name": "Cia",
            "language": "sv",
            "is_superuser": "on",
            "is_staff": "on",
            "email": "x@example.com",
            **MAIL,
        },
    )

    citizen.refresh_from_db()
    assert citizen.display_name == "Cia"
    assert (citizen.is_superuser, citizen.is_staff, citizen.email) == (False, False, "citizen@example.com")


def test_mail_is_chosen_here(client: Client, citizen: User) -> None:
    client.force_login(citizen)
    page = assert_is_ours(client.get(reverse("accounts:settings")))
    assert chosen_on(page) == MAIL | {"mejl-interests": "daily"}

    wanted = {"mejl-own": "weekly", "mejl-replies": "never", "mejl-interests": "never"}
    client.post(reverse("accounts:settings"), {"language": "sv", **MAIL, **wanted})

    page = assert_is_ours(client.get(reverse("accounts:settings")))
    assert chosen_on(page) == MAIL | wanted


def chosen_on(page: Any) -> dict[str, str]:
    choices = page.find_all("select", attrs={"name": lambda name: name.startswith("mejl-")})
    return {choice["name"]: choice.find("option", selected=True)["value"] for choice in choices}


def test_only_staff_choose_how_often_they_hear_of_their_duty(client: Client, citizen: User, moderator: User) -> None:
    client.force_login(moderator)
    assert "mejl-staff" in chosen_on(assert_is_ours(client.get(reverse("accounts:settings"))))

    client.force_login(citizen)
    assert "mejl-staff" not in chosen_on(assert_is_ours(client.get(reverse("accounts:settings"))))


def test_languages_stand_by_their_own_names(client: Client, citizen: User) -> None:
    client.force_login(citizen)

    page = assert_is_ours(client.get(reverse("accounts:settings")))

    assert "Svenska" in page.main.get_text()
    assert "English" in page.main.get_text()
    assert "Engelska" not in page.main.get_text()
