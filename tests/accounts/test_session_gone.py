"""The session is gone when a button is pressed: nothing is lost, and nobody ends on an empty page."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from participation.accounts.models import User
from participation.notifications.actions import follow
from tests.factories import TopicFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    ["/nyheter-till-dig/alla-lasta/", "/nyheter-till-dig/1/last/"],
)
def test_marking_as_read_leads_back_to_the_news(client: Client, citizen: User, address: str) -> None:
    to_the_door = client.post(address)
    client.force_login(citizen)

    page = client.get(to_the_door.url.partition("next=")[2], follow=True)  # type: ignore[attr-defined]

    assert to_the_door.url == f"/konto/login/?next={address}"  # type: ignore[attr-defined]
    assert page.redirect_chain == [("/nyheter-till-dig/", 302)]
    assert "Tryck en gång till" in page.content.decode()


def test_letting_go_leads_back_to_where_the_button_is(client: Client, citizen: User) -> None:
    topic = TopicFactory(path="/ideer/1/")
    follow(topic=topic, person=citizen)
    address = reverse("notifications:unfollow", args=[topic.pk])

    assert client.post(address).url == f"/konto/login/?next={address}"  # type: ignore[attr-defined]
    client.force_login(citizen)

    assert client.get(address).url == "/ideer/1/"  # type: ignore[attr-defined]
    assert topic.follows.count() == 1


def test_settings_keep_what_was_typed_and_save_it_only_when_asked(client: Client, citizen: User) -> None:
    address = reverse("accounts:settings")

    to_the_door = client.post(address, {"display_name": "Cia & Bo", "language": "en"})
    client.force_login(citizen)
    page = client.get(address).content.decode()

    assert to_the_door.url == f"/konto/login/?next={address}"  # type: ignore[attr-defined]
    assert 'value="Cia &amp; Bo"' in page
    assert "men är inte sparat än" in page
    citizen.refresh_from_db()
    assert (citizen.display_name, citizen.language) == ("", "sv")


@pytest.mark.parametrize(("prefix", "language"), [("", "sv"), ("/en", "en")])
def test_an_address_without_a_page_says_so(client: Client, citizen: User, prefix: str, language: str) -> None:
    client.force_login(citizen)

    response = client.put(f"{prefix}/nyheter-till-dig/")

    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 405
    assert response.headers["Allow"]
    assert page.html["lang"] == language  # type: ignore[index]
    assert page.h1
    assert page.title.get_text(strip=True)  # type: ignore[union-attr]
