"""The list as a page of the site."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from participation.ideas import actions
from participation.places.models import Municipality
from participation.topics.models import Category, Topic
from tests.factories import TopicFactory, UserFactory

from .conftest import signed_in
from .factories import NOW, published

LIST = "/sundsvall/ideer/"


@pytest.fixture
def place(built: None, db: None) -> Municipality:
    return Municipality.objects.get(code="2281")


def test_has_a_word_for_the_first_visitor(place: Municipality) -> None:
    page = Client().get(LIST).content.decode()

    assert "Ingen har föreslagit något än." in page
    assert 'href="/ideer/ny/2281/"' in page
    assert page.count("<h1") == 1


def test_shows_the_ideas_with_state_and_support(place: Municipality) -> None:
    published(place, place="Sidsjön")

    page = Client().get(LIST).content.decode()

    for words in ("Belys spåret runt Sidsjön", "Samlar stöd", 'href="/ideer/2281-2026-0001/"'):
        assert words in page
    assert 'href="/ideer/floden/2281.xml"' in page


def test_says_when_nothing_fits(place: Municipality) -> None:
    published(place)

    assert "Ingen idé passar det du har valt." in Client().get(f"{LIST}?visa=besvarade").content.decode()


def test_keeps_the_choice_from_page_to_page(place: Municipality, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("participation.ideas.listing.SIZE", 1)
    category = Category.objects.filter(municipality=place)[0]
    for _ in range(2):
        published(place, category=category)

    page = Client().get(f"{LIST}?kategori={category.slug}&sortera=stod").content.decode()

    assert f"?kategori={category.slug}&amp;sortera=stod&amp;efter=" in page


@pytest.mark.parametrize("count", [1, 15])
def test_asks_the_database_twelve_times_at_most(
    place: Municipality, count: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(count):
        published(place)
    client = signed_in(UserFactory())
    client.get(LIST)

    with django_assert_max_num_queries(12):
        assert client.get(LIST).content.decode().count("Belys spåret") == count


def test_hides_what_is_withdrawn(place: Municipality) -> None:
    author = UserFactory()
    actions.withdraw(idea=published(place, author), by=author, now=NOW)

    for client in (Client(), signed_in(author)):
        assert "Belys spåret" not in client.get(LIST).content.decode()


@pytest.mark.parametrize("query", ["visa=%00", "efter=%00", "sortera=%27", "kategori=<script>x</script>"])
def test_survives_what_strangers_ask(place: Municipality, query: str) -> None:
    response = Client().get(f"{LIST}?{query}")

    assert response.status_code == 200
    assert "<script>x" not in response.content.decode()


def test_says_which_service_the_ideas_are_about_and_leads_back(place: Municipality) -> None:
    boats = TopicFactory(municipality=place, kind="eservice", title="Ansök om båtplats")
    Topic.objects.filter(pk=published(place, title="Om båtar").topic_id).update(about=boats)
    published(place, title="Om annat")

    page = Client().get(f"{LIST}?om={boats.pk}&sortera=stod").content.decode()

    assert "Här visas idéer om e-tjänsten Ansök om båtplats." in page
    assert "Om annat" not in page
    assert f'<input type="hidden" name="om" value="{boats.pk}">' in page
    assert '<a href="?sortera=stod">Visa idéer om allt</a>' in page
    assert "Om annat" in Client().get(f"{LIST}?sortera=stod").content.decode()
