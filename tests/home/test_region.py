from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from home.models import MunicipalityHomePage, RegionHomePage
from participation.answers.models import Outcome
from participation.faults.models import FaultIndexPage
from participation.places.models import Municipality
from tests.ideas import factories as ideas

from .test_front_page import answered


@pytest.fixture
def front(place):
    return RegionHomePage.objects.get(locale__language_code="sv")


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


def test_it_is_composed_by_an_editor(client, place, front):
    front.doors = [("fault", {"title": "Säg till", "text": "När något är sönder."})]
    front.body = [
        ("text", {"heading": "Vilka vi är", "text": "<p>Fem kommuner vid havet.</p>"}),
        ("places", {"heading": "Välj kommun"}),
    ]
    front.save_revision().publish()

    content = client.get("/").content.decode()

    assert content.index("Vilka vi är") < content.index("Välj kommun")
    assert "Säg till" in content
    assert "?vill=felanmal#kommuner" in content
    assert "?vill=foresla" not in content
    assert "Det händer i kommunerna" not in content


def test_the_municipalities_that_the_doors_lead_to_always_stand_there(front):
    front.body.stream_block.clean(front.body)
    front.body = [("happening", {"heading": "Det händer", "number": 6})]

    with pytest.raises(ValidationError):
        front.body.stream_block.clean(front.body)


def test_it_shows_the_answers_of_those_that_are_open(client, place, neighbour):
    answered(place, "Fler bänkar", Outcome.WILL_DO)
    answered(neighbour, "Bättre bussar", Outcome.WILL_NOT)
    ideas.published(neighbour, title="En idé i Timrå")

    both = client.get("/").content.decode()
    Municipality.objects.filter(pk=neighbour.pk).update(is_open=False)
    one = client.get("/").content.decode()

    assert "Svar på Fler bänkar" in both
    assert "Svar på Bättre bussar" in both
    assert ", Timrå" in both
    assert "Svar på Fler bänkar" in one
    assert "Bättre bussar" not in one
    assert "En idé i Timrå" not in one


def test_a_page_from_before_the_blocks_shows_what_it_showed(client, place, front):
    front.doors, front.body = [], []
    front.save_revision().publish()

    import_module("home.migrations.0006_region_front_page").compose(apps, None)

    content = client.get("/").content.decode()
    assert "?vill=foresla#kommuner" in content
    assert 'href="/sundsvall/"' in content
    assert "Det händer i kommunerna" in content
    draft = RegionHomePage.objects.get(pk=front.pk).get_latest_revision_as_object()
    draft.full_clean()
    assert [door.block_type for door in draft.doors] == ["idea", "eservice", "fault"]
