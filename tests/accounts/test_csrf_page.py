from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from .pages import assert_is_ours

if TYPE_CHECKING:
    from participation.accounts.models import User

pytestmark = pytest.mark.django_db
HERE = "http://testserver"
WORDS = 'Fler bänkar & "skugga" <b>här</b>\nrad två'


@pytest.fixture
def strict(citizen: User) -> Client:
    client = Client(enforce_csrf_checks=True, headers={"origin": HERE})
    client.force_login(citizen)
    return client


def test_the_words_are_shown_and_can_be_sent_again(strict: Client, citizen: User) -> None:
    response = strict.post(reverse("accounts:settings"), {"display_name": "Cia & Bo", "language": "sv"})

    page = assert_is_ours(response)
    assert response.status_code == 403
    assert "Cia & Bo" in [area.get_text() for area in page.find_all("textarea")]
    form = page.main.find("form")
    assert not form.has_attr("action")  # the address it was sent to
    again = {field["name"]: field["value"] for field in form.find_all("input", attrs={"name": True})}
    response = strict.post(reverse("accounts:settings"), again)
    assert response.status_code == 302
    citizen.refresh_from_db()
    assert citizen.display_name == "Cia & Bo"


def test_nothing_typed_can_script(strict: Client) -> None:
    page = assert_is_ours(strict.post("/mina/installningar/", {"text": "<script>alert(1)</script>", "a<b": "ccc"}))

    assert not page.main.find("script")
    assert "<script>alert(1)</script>" in page.main.get_text()


def test_secrets_are_not_written_back(strict: Client) -> None:
    response = strict.post(reverse("account_login"), {"login": "a@example.com", "password": "hemlig fras här"})

    assert b"hemlig fras" not in response.content


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site", "origin": HERE},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://elak.example"},
        {"origin": "null"},
        {"sec-fetch-site": "same-origin", "origin": "https://elak.example"},
        {"origin": f"{HERE}.elak.example"},
        {"referer": "https://elak.example/testserver/"},
        {},
        {"sec-fetch-site": "none"},
    ],
    ids=str,
)
def test_a_form_that_may_be_from_another_site_is_not_made_ready_and_its_words_are_there_to_copy(
    citizen: User, headers: dict[str, str]
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(citizen)

    response = client.post(reverse("accounts:settings"), {"display_name": "Kanske mina ord"}, headers=headers)

    page = assert_is_ours(response)
    assert [area.get_text() for area in page.main.find_all("textarea")] == ["Kanske mina ord"]
    assert page.main.textarea.has_attr("readonly")
    assert not page.main.find("form")
    assert not page.main.find("input")


@pytest.mark.parametrize(
    "headers",
    [{"origin": HERE}, {"referer": f"{HERE}/mina/installningar/"}, {"sec-fetch-site": "same-origin"}],
    ids=str,
)
def test_one_of_ours_is(citizen: User, headers: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(citizen)

    page = assert_is_ours(client.post(reverse("accounts:settings"), {"display_name": "Egna ord"}, headers=headers))

    assert "Egna ord" in page.get_text()


def test_buttons_choices_and_keys_are_nobodys_words(strict: Client) -> None:
    key = "0b9d6ab4-6d0f-4f3e-9d6e-0d3b7a1c2d3e"

    page = assert_is_ours(
        strict.post("/mina/installningar/", {"gor": "skicka", "category": "1234", "key": key, "q": "Ord"})
    )

    assert [area.get_text() for area in page.main.find_all("textarea")] == ["Ord"]
    assert {field["name"] for field in page.main.form.find_all("input")} >= {"gor", "category", "key", "q"}
