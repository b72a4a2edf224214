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


class TestTakenAway:
    @pytest.fixture
    def letter(self, sundsvall):
        return sent(sundsvall, subject="Fel uppgifter", body=[text("<p>Läckta ord.</p>")])

    def test_the_public_page_says_so_and_none_of_its_words(self, client, sundsvall, publisher, letter):
        desk = f"/cms/nyhetsbrev/{letter.pk}/"
        client.force_login(publisher)
        answer = client.post(f"{desk}gor/", {"gor": "ta-bort", "why": "Ett namn hade kommit med."}, follow=True)
        assert "Ett namn hade kommit med." in answer.content.decode()
        assert "Borttaget från webben" in answer.content.decode()
        client.logout()

        page = client.get(f"{PAGE}{letter.pk}/")

        assert page.status_code == 410
        assert "Brevet är borttaget" in page.content.decode()
        for words in ("Fel uppgifter", "Läckta ord", "Ett namn hade"):
            assert words not in page.content.decode()
        assert "Fel uppgifter" not in client.get(PAGE).content.decode()

        client.force_login(publisher)
        answer = client.post(f"{desk}gor/", {"gor": "lagg-tillbaka"}, follow=True)
        assert "Tillbaka på webben" in answer.content.decode()
        assert "Ett namn hade kommit med." in answer.content.decode()
        client.logout()
        assert "Läckta ord." in client.get(f"{PAGE}{letter.pk}/").content.decode()
        assert "Fel uppgifter" in client.get(PAGE).content.decode()

    def test_not_without_a_reason(self, client, publisher, letter):
        client.force_login(publisher)
        desk = f"/cms/nyhetsbrev/{letter.pk}/gor/"

        assert "Ta bort från webben" in client.post(desk, {"gor": "ta-bort", "why": " "}).content.decode()

        letter.refresh_from_db()
        assert letter.taken_away_at is None

    def test_only_by_a_publisher_of_the_place_and_only_once_it_is_sent(
        self, client, sundsvall, editor, outsider, publisher, letter
    ):
        going = sent(sundsvall, status="sending")
        for person, one in ((editor, letter), (outsider, letter), (publisher, going)):
            client.force_login(person)
            client.post(f"/cms/nyhetsbrev/{one.pk}/gor/", {"gor": "ta-bort", "why": "x"})
        assert not Letter.objects.exclude(taken_away_at=None).exists()
        client.force_login(editor)
        assert "Ta bort från webben" not in client.get(f"/cms/nyhetsbrev/{letter.pk}/").content.decode()

        Letter.objects.filter(pk=letter.pk).update(taken_away_at=timezone.now())
        client.post(f"/cms/nyhetsbrev/{letter.pk}/gor/", {"gor": "lagg-tillbaka"})
        assert Letter.objects.exclude(taken_away_at=None).exists()


def test_the_foot_leads_there(client, built):
    assert 'href="/nyhetsbrev/2281/"' in client.get("/sundsvall/").content.decode()
