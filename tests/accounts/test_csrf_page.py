from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from .pages import assert_is_ours

if TYPE_CHECKING:
    from participation.accounts.models import User

pytestmark = pytest.mark.django_db
WORDS = 'Fler bänkar & "skugga" <b>här</b>\nrad två'


@pytest.fixture
def strict(citizen: User) -> Client:
    client = Client(enforce_csrf_checks=True)
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


def test_a_form_from_another_site_is_offered_nothing(strict: Client) -> None:
    response = strict.post(
        reverse("accounts:settings"), {"display_name": "Angriparens ord"}, headers={"sec-fetch-site": "cross-site"}
    )

    page = assert_is_ours(response)
    assert "Angriparens" not in page.get_text()
    assert not page.main.find("form")
