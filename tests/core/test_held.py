"""What was typed waits for its writer, in whatever language, and nothing of it goes without a word."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.cache import SessionStore
from django.http import HttpRequest, QueryDict
from django.test import RequestFactory

from participation.core.held import MOST_BYTES, MOST_FORMS, MOST_LETTERS, hold, peek_held, take_held


@pytest.fixture
def session() -> SessionStore:
    return SessionStore()


def posting(session: SessionStore, path: str = "/ny/", **fields: str) -> HttpRequest:
    request = RequestFactory().post(path, fields)
    request.session, request.user = session, AnonymousUser()
    return request


def waiting(session: SessionStore, path: str = "/ny/") -> QueryDict:
    request = RequestFactory().get(path)
    request.session = session
    found = take_held(request)
    assert found is not None
    return found


@pytest.mark.parametrize("letter", ["å", "ก", "日", "👩"])
def test_the_longest_text_is_kept_in_any_script(session: SessionStore, letter: str) -> None:
    hold(posting(session, title=letter * 120, text=letter * 8000, csrfmiddlewaretoken="x"))

    assert waiting(session).dict() == {"title": letter * 120, "text": letter * 8000}


def test_of_more_than_any_form_takes_the_beginning_is_kept(session: SessionStore) -> None:
    hold(posting(session, title="Rubrik", text="ord " * MOST_LETTERS))

    kept = waiting(session)
    assert kept["title"] == "Rubrik"
    assert kept["text"].startswith("ord ord ")
    assert MOST_LETTERS - 100 < len(kept["text"]) <= MOST_LETTERS


def test_the_oldest_give_way_to_the_newest(session: SessionStore) -> None:
    for number in range(MOST_FORMS + 1):
        hold(posting(session, f"/{number}/", text="👩" * 8000))

    held = session["held"]
    assert f"/{MOST_FORMS}/" in held
    assert "/0/" not in held
    assert sum(map(len, held.values())) <= MOST_BYTES


def test_nothing_waits_for_another_page(session: SessionStore) -> None:
    hold(posting(session, text="Hej"))

    assert peek_held(posting(session, "/annan/")) is None


def test_for_somebody_unknown_it_is_kept_for_a_day(session: SessionStore) -> None:
    hold(posting(session, text="Mina ord"))

    assert session.get_expiry_age() == 24 * 60 * 60


@pytest.mark.django_db
def test_and_whoever_signs_in_stays_signed_in_for_as_long_as_any(client, citizen) -> None:
    client.post("/mina/installningar/", {"display_name": "Lisa"})
    assert client.session.get_expiry_age() == 24 * 60 * 60

    client.post("/konto/login/", {"login": citizen.email, "password": "en lång fras att minnas"})

    assert client.session["_auth_user_id"] == str(citizen.pk)
    assert client.session.get_expiry_age() == 14 * 24 * 60 * 60
