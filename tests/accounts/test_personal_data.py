from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from participation.accounts import personal_data
from participation.notifications.actions import follow, notify
from tests.factories import TopicFactory

from .pages import assert_is_ours

if TYPE_CHECKING:
    from django.test import Client

    from participation.accounts.models import User

pytestmark = pytest.mark.django_db


def test_a_person_gets_a_file_of_what_we_know(client: Client, citizen: User) -> None:
    topic = TopicFactory(title="Bänkar")
    follow(topic=topic, person=citizen)
    notify(people=[citizen], kind="x", sentence="Något hände", topic=topic)
    client.force_login(citizen)
    assert_is_ours(client.get(reverse("accounts:my_data")))

    response = client.get(reverse("accounts:my_data_file"))

    data = json.loads(response.content)
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert data["person"]["e-post"] == citizen.email
    assert data["person"]["hemkommun"] == "Sundsvall"
    assert data["inloggning"]["adresser"][0]["bekräftad"] is True
    assert data["följer"][0]["rubrik"] == "Bänkar"
    assert data["nyheter"][0]["mening"] == "Något hände"


def test_the_file_holds_nothing_of_anybody_else(client: Client, citizen: User, author: User) -> None:
    secret = TopicFactory(title="Dolt ämne", hidden=True, author=author)
    follow(topic=secret, person=citizen)
    notify(people=[author], kind="x", sentence="Till författaren")
    client.force_login(citizen)

    text = client.get(reverse("accounts:my_data_file")).content.decode()

    assert author.email not in text
    assert "Dolt ämne" not in text
    assert "Till författaren" not in text
    assert citizen.password not in text


def test_an_app_adds_its_part(citizen: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(personal_data, "_exports", {})
    personal_data.register("idéer", export=lambda person: [person.email])

    assert personal_data.export_of(citizen) == {"idéer": [citizen.email]}
