from __future__ import annotations

import pytest

from participation.accounts.models import Role
from tests.factories import staff

pytestmark = pytest.mark.django_db
DESK = 'href="/cms/"'


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.ANALYST])
def test_staff_find_their_desk_from_any_page(client, sundsvall, role):
    client.force_login(staff(sundsvall, role))

    assert client.get("/mina/").content.decode().count(DESK) == 2  # beside the search, and in the menu of a phone


def test_others_are_shown_no_door_to_it(client, citizen):
    assert DESK not in client.get("/").content.decode()
    client.force_login(citizen)
    assert DESK not in client.get("/mina/").content.decode()


def test_nor_staff_who_have_not_shown_their_second_factor(client, sundsvall, settings):
    settings.STAFF_SECOND_FACTOR = True
    client.force_login(staff(sundsvall, Role.MODERATOR))

    assert DESK not in client.get("/sok/").content.decode()
