"""31, 35: searching in a list costs as much as searching, and staff's files are counted wherever they come in."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from participation.accounts.models import Role, User
from participation.places.models import Municipality
from portal.limit_table import rates_from
from tests.factories import staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]
TWO = rates_from("2/1d/account,2/1d/address")
FILES = (
    "wagtailimages:add", "wagtailimages:add_multiple", "wagtailimages:edit", "wagtailimages_chooser:create",
    "wagtaildocs:add", "wagtaildocs:add_multiple", "wagtaildocs:edit", "wagtaildocs_chooser:create",
    "eservice:import", "wagtailredirects:start_import",
)  # fmt: skip


@pytest.fixture
def publisher() -> User:
    return staff(Municipality.objects.get(code="2281"), Role.PUBLISHER)


@pytest.mark.parametrize("path", ["/sundsvall/ideer/", "/sundsvall/e-tjanster/", "/en/sundsvall/ideer/", "/sok/"])
def test_searching_in_a_list_is_counted_and_reading_it_is_not(path: str, settings: Any) -> None:
    settings.LIMITS = settings.LIMITS | {"search": TWO}
    client = Client()

    read = [client.get(path).status_code for _time in range(4)]
    searched = [client.get(path, {"q": "lampa"}).status_code for _time in range(3)]

    assert read == [200] * 4
    assert searched == [200, 200, 429]


@pytest.mark.parametrize("door", FILES)
def test_every_way_in_for_a_file_of_staff_is_counted(door: str, publisher: User, settings: Any) -> None:
    settings.LIMITS = settings.LIMITS | {"import": TWO}
    client = Client(raise_request_exception=False)
    client.force_login(publisher)
    path = reverse(door, args=[1] if door.endswith(":edit") else [])

    answers = [client.post(path).status_code for _time in range(3)]

    assert 429 not in answers[:2]
    assert answers[2] == 429
