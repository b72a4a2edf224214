from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from participation.newsletters.models import Letter
from participation.places.models import Municipality

from .factories import LetterFactory, text

pytestmark = pytest.mark.django_db
PAGE = "/nyhetsbrev/2281/"


def sent(municipality: Municipality, *, status: str = "sent", days: int = 1, **fields: object) -> Letter:
    at = timezone.now() - timedelta(days=days)
    finished = at if status == "sent" else None
    letter = LetterFactory(municipality=municipality, **fields)
    Letter.objects.filter(pk=letter.pk).update(
        status=status, approved_at=at, send_at=at, started_at=at, finished_at=finished
    )
    letter.refresh_from_db()
    return letter


def test_what_was_sent_can_be_read_by_everybody_newest_first(client, sundsvall):
    sent(sundsvall, subject="Gammalt", days=9)
    letter = sent(sundsvall, subject="Nytt", body=[text("<p>Bänken är lagad.</p>", "Om bänken")])

    page = client.get(PAGE).content.decode()

    assert page.index("Nytt") < page.index("Gammalt")
    page = client.get(f"{PAGE}{letter.pk}/").content.decode()
    assert "Bänken är lagad." in page
    assert "<h2>Om bänken</h2>" in page


def test_drafts_waiting_and_stopped_letters_are_not_there(client, sundsvall, timra):
    at = timezone.now()
    draft = LetterFactory(municipality=sundsvall, subject="Hemligt utkast")
    waiting = LetterFactory(municipality=sundsvall, subject="Hemligt väntar")
    Letter.objects.filter(pk=waiting.pk).update(status="scheduled", approved_at=at, send_at=at + timedelta(days=1))
    stopped = sent(sundsvall, subject="Hemligt stoppat", status="stopped")
    next_door = sent(timra, subject="Grannens")

    page = client.get(PAGE).content.decode()

    assert "Hemligt" not in page
    assert "Grannens" not in page
    for letter in (draft, waiting, stopped, next_door):
        assert client.get(f"{PAGE}{letter.pk}/").status_code == 404


def test_a_municipality_that_is_not_open_has_none(client, sundsvall):
    letter = sent(sundsvall)
    sundsvall.is_open = False
    sundsvall.save()

    assert client.get(PAGE).status_code == 404
    assert client.get(f"{PAGE}{letter.pk}/").status_code == 404


def test_without_letters_it_says_what_to_do(client, sundsvall):
    assert "Inget brev är skickat än" in client.get(PAGE).content.decode()


def test_a_list_of_many_costs_as_much_as_one_of_few(client, sundsvall, django_assert_max_num_queries):
    for number in range(25):
        sent(sundsvall, subject=f"Brev {number}", days=number)
    client.get(PAGE)

    with django_assert_max_num_queries(6):
        page = client.get(PAGE).content.decode()

    assert page.count("Brev ") == 20
    assert "Äldre brev" in page


def test_the_foot_leads_there(client, built):
    assert 'href="/nyhetsbrev/2281/"' in client.get("/sundsvall/").content.decode()
