from __future__ import annotations

import pytest

from home.models import MunicipalityHomePage
from participation.faults.models import FaultIndexPage
from participation.places.models import Municipality
from tests.ideas import factories as ideas


@pytest.mark.parametrize(("language", "prefix"), [("/", "/"), ("/en/", "/en/")])
def test_it_lists_the_municipalities_that_take_part(client, place, neighbour, language, prefix):
    content = client.get(language).content.decode()

    assert f'href="{prefix}sundsvall/"' in content
    assert f'href="{prefix}timra/"' in content


def test_one_that_is_not_published_is_not_listed(client, place, neighbour):
    MunicipalityHomePage.objects.get(municipality=neighbour, locale__language_code="sv").unpublish()

    content = client.get("/").content.decode()

    assert "/timra/" not in content
    assert client.get("/timra/").url == "/en/timra/"  # which stays


def test_one_that_is_not_open_yet_is_not_listed(client, place, neighbour):
    Municipality.objects.filter(pk=neighbour.pk).update(is_open=False)

    assert "/timra/" not in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("wish", "question", "address"),
    [
        ("foresla", "I vilken kommun vill du föreslå något?", "/ideer/ny/2281/"),
        ("tyck-till", "I vilken kommun vill du tycka till?", "/sundsvall/e-tjanster/"),
        ("felanmal", "I vilken kommun är felet?", "/sundsvall/felanmalan/"),
        ("annat", "Kommunerna som är med", "/sundsvall/"),
    ],
)
def test_a_door_asks_which_municipality_and_leads_right_there(client, place, wish, question, address):
    content = client.get("/", {"vill": wish}).content.decode()

    assert question in content
    assert f'href="{address}"' in content


def test_where_a_door_is_shut_the_municipality_is_not_offered(client, place, neighbour):
    FaultIndexPage.objects.get(municipality=neighbour, locale__language_code="sv").unpublish()

    content = client.get("/", {"vill": "felanmal"}).content.decode()

    assert "/timra/" not in content
    assert "/sundsvall/felanmalan/" in content


def test_it_shows_what_happens_in_all_of_them(client, place, neighbour):
    ideas.published(place, title="I Sundsvall")
    ideas.published(neighbour, title="I Timrå")
    ideas.in_review(neighbour, title="Inte än")

    content = client.get("/").content.decode()

    assert "I Sundsvall" in content
    assert "I Timrå" in content
    assert "Inte än" not in content


def test_it_costs_the_same_however_much_happens(client, place, neighbour, django_assert_max_num_queries):
    for number in range(8):
        ideas.published(place if number % 2 else neighbour, title=f"Idé {number}")
    client.get("/")

    with django_assert_max_num_queries(12):
        client.get("/")
