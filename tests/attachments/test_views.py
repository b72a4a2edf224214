from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from participation.attachments.held import HeldPhotos
from participation.attachments.models import HeldUpload

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(private, red) -> tuple[Client, HeldUpload]:
    """A browser, and the photo that it has sent."""
    client = Client()
    session = client.session
    held = HeldPhotos(session, "faults", now=timezone.now())
    held.keep([red])
    session.save()
    client.cookies["sessionid"] = session.session_key
    return client, held.rows()[0]


def test_the_sender_sees_the_photo(mine, red):
    client, held = mine

    response = client.get(held.get_absolute_url())

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.getvalue() == red.thumbnail
    response.close()


def test_nobody_else_sees_it(mine, citizen, moderator):
    _client, held = mine

    for stranger in (None, citizen, moderator):
        other = Client()
        if stranger:
            other.force_login(stranger)
        assert other.get(held.get_absolute_url()).status_code == 404


def test_the_sender_sees_it_after_signing_in(mine, citizen):
    client, held = mine

    client.force_login(citizen)

    response = client.get(held.get_absolute_url())
    response.close()
    assert response.status_code == 200


def test_the_address_holds_nothing_but_a_number(mine):
    _client, held = mine

    assert held.get_absolute_url() == f"/bilagor/forvarade/{held.pk}/"
    assert held.thumbnail_url == held.get_absolute_url()


def test_after_a_day_it_is_gone(mine):
    client, held = mine
    HeldUpload.objects.update(created_at=timezone.now() - timedelta(hours=25))

    assert client.get(held.get_absolute_url()).status_code == 404


def test_a_made_up_number_is_not_found(mine):
    assert mine[0].get(f"/bilagor/forvarade/{uuid4()}/").status_code == 404


def test_it_can_only_be_read(mine):
    client, held = mine

    assert client.post(held.get_absolute_url()).status_code == 405
    assert client.delete(held.get_absolute_url()).status_code == 405
