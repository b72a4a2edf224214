from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from django.contrib.auth.models import AnonymousUser
from wagtail.models import Locale, Page

from participation.eservices.catalogue import catalogue_of
from participation.eservices.importing import import_flows
from participation.eservices.models import EService, EServiceIndexPage
from participation.eservices.open_eplatform import parse
from participation.eservices.querysets import swedish_order
from participation.topics.models import Topic
from tests.factories import TopicFactory

from .conftest import NOW, bring_in, flow, text_of

ANYBODY = AnonymousUser()


@pytest.fixture
def real_catalogue(sundsvall, real_answer):
    import_flows(municipality=sundsvall, flows=parse(real_answer), origin="x", now=NOW)
    return sundsvall


def names(municipality, **asked):
    return [service.name for service in catalogue_of(municipality, user=ANYBODY, asked=asked).services]


def walk(municipality, **asked):
    """Every page, one after the other, as somebody who follows the links."""
    seen = []
    while True:
        page = catalogue_of(municipality, user=ANYBODY, asked=asked)
        seen += [service.name for service in page.services]
        if not page.following:
            return seen
        asked = {name: values[0] for name, values in parse_qs(page.following.lstrip("?")).items()}


def test_the_pages_together_hold_every_service_once_in_swedish_order(real_catalogue):
    seen = walk(real_catalogue)

    assert len(seen) == len(set(seen)) == 161
    assert seen == sorted(seen, key=swedish_order)


def test_swedish_letters_come_last():
    assert sorted(["Öl", "zebra", "Åka", "Ära", "alm", "Bo"], key=swedish_order) == [
        "alm",
        "Bo",
        "zebra",
        "Åka",
        "Ära",
        "Öl",
    ]


def test_the_pages_of_a_search_hold_every_hit_once(sundsvall):
    bring_in(
        sundsvall,
        *[flow(n, Name=f"Bygglov {n}" if n % 2 else f"Annat {n}", LongDescription="bygglov") for n in range(90)],
    )

    seen = walk(sundsvall, q="bygglov")

    assert len(seen) == len(set(seen)) == 90
    assert all(name.startswith("Bygglov") for name in seen[:45])


def test_a_category_holds_its_own_and_says_how_many(real_catalogue):
    page = catalogue_of(real_catalogue, user=ANYBODY, asked={"kategori": "omsorg-och-hjalp"})

    assert page.number == len(page.services) == 31
    assert {service.category for service in page.services} == {"Omsorg och hjälp"}
    assert [link.slug for link in page.categories if link.is_current] == ["omsorg-och-hjalp"]
    assert sum(link.number for link in page.categories) == page.number_in_all == 161


def test_a_search_finds_inflected_words_and_parts_of_words(real_catalogue):
    assert "Anmäl misstänkt matförgiftning" in names(real_catalogue, q="matförgiftningar")
    assert "Ansökan/anmälan eget avlopp" in names(real_catalogue, q="avloppet")
    assert "Ansökan om parkeringstillstånd för rörelsehindrad" in names(real_catalogue, q="parkering")
    assert "Ansökan om skolskjuts" in names(real_catalogue, q="skjuts")


def test_a_search_without_rings_and_dots_finds_the_words_with_them(real_catalogue):
    assert "Anmäl misstänkt matförgiftning" in names(real_catalogue, q="matforgiftning")
    assert names(real_catalogue, q="forskola") == names(real_catalogue, q="förskola") != []


def test_a_word_without_rings_and_dots_beside_another_spelling_finds_both_the_typed_one_first(sundsvall):
    bring_in(sundsvall, flow(1, Name="Förskola"), flow(2, Name="Ö", LongDescription="Om forskola"))

    assert names(sundsvall, q="forskola") == ["Ö", "Förskola"]
    assert names(sundsvall, q="förskola") == ["Förskola"]


def test_a_hit_in_the_name_comes_before_one_in_the_text(sundsvall):
    bring_in(sundsvall, flow(1, Name="Anmälan", LongDescription="Om sotning"), flow(2, Name="Ö: egen sotning"))

    assert names(sundsvall, q="sotning") == ["Ö: egen sotning", "Anmälan"]


def test_every_word_of_a_search_must_be_there_and_letters_are_not_mixed_up(sundsvall):
    bring_in(sundsvall, flow(1, Name="Får på bete"), flow(2, Name="Far och barn"))

    assert names(sundsvall, q="får") == ["Får på bete"]
    assert names(sundsvall, q="far") == ["Far och barn"]
    assert names(sundsvall, q="får barn") == []
    assert names(sundsvall, q='"%_ \x00') == []
    assert len(names(sundsvall, q="  ")) == 2


@pytest.mark.parametrize(
    "asked",
    [
        {"efter": "abc"},
        {"efter": "-1"},
        {"efter": "99999999999999999999"},
        {"efter": "٣"},
        {"efter": "1 OR 1=1"},
        {"kategori": "finns-inte"},
        {"kategori": "'; DROP TABLE"},
        {"q": ""},
    ],
)
def test_what_cannot_be_understood_is_left_out(sundsvall, asked):
    bring_in(sundsvall, flow(1), flow(2))

    assert names(sundsvall, **asked) == ["Ansökan 1", "Ansökan 2"]


def test_a_service_without_a_category_is_found_among_the_others(sundsvall):
    bring_in(sundsvall, flow(1), flow(2, Category=None))

    assert names(sundsvall, kategori="ovrigt") == ["Ansökan 2"]


def test_what_has_gone_or_is_another_municipalitys_is_not_offered(sundsvall, timra):
    bring_in(sundsvall, flow(1), flow(2))
    TopicFactory(municipality=sundsvall, about=Topic.objects.get(title="Ansökan 2"))
    bring_in(sundsvall, flow(1))
    bring_in(timra, flow(9, Name="Timrås"))

    assert names(sundsvall) == ["Ansökan 1"]
    assert names(sundsvall, q="Timrås") == []


def test_voices_count_only_what_the_reader_may_see(sundsvall):
    bring_in(sundsvall, flow(1))
    service = EService.objects.get()
    TopicFactory(municipality=sundsvall, about=service.topic)
    TopicFactory(municipality=sundsvall, about=service.topic, draft=True)
    TopicFactory(municipality=sundsvall, about=service.topic, hidden=True)

    (offered,) = catalogue_of(sundsvall, user=ANYBODY, asked={}).services

    assert offered.voices == 1


# The page itself.


def test_the_page_shows_the_catalogue(client, index, real_catalogue):
    page = client.get(index.url).content.decode()

    assert "Anmäl misstänkt matförgiftning" in page
    assert 'href="/e-tjanster/2281/anmal-misstankt-matforgiftning/"' in page
    assert "Räddningstjänsten" in page
    assert page.count("<h1") == 1
    assert "Visa fler e-tjänster" in text_of(page)


def test_the_page_says_how_many_it_found(client, index, real_catalogue):
    page = client.get(index.url, {"q": "bygglov", "kategori": "bygga-bo-och-miljo"}).content.decode()

    assert 'value="bygglov"' in page
    assert "e-tjänster för ”bygglov”" in text_of(page)
    assert "efter=" not in page


def test_a_search_without_hits_leads_on(client, index, sundsvall):
    bring_in(sundsvall, flow(1))

    page = client.get(index.url, {"q": "rymdfärja <script>"}).content.decode()

    assert "Ingen e-tjänst passar ”rymdfärja <script>”" in text_of(page)
    assert "<script>”" not in page
    assert 'href="/ideer/ny/2281/"' in page


def test_an_empty_catalogue_says_so(client, index):
    page = client.get(index.url).content.decode()

    assert "inte lagt in sina e-tjänster än" in text_of(page)


def test_the_page_works_in_english(client, index, sundsvall):
    bring_in(sundsvall, flow(1))
    english, _created = Locale.objects.get_or_create(language_code="en")
    index.copy_for_translation(english, copy_parents=True)
    Page.objects.filter(locale=english).update(live=True)
    EServiceIndexPage.objects.filter(locale=english).update(municipality=sundsvall)

    page = client.get(f"/en{index.url}").content.decode()

    assert '<html lang="en">' in page
    assert 'href="/en/e-tjanster/2281/ansokan-1/" lang="sv"' in page


def test_the_page_costs_the_same_however_much_it_holds(client, index, real_catalogue, django_assert_max_num_queries):
    few = {"q": "matförgiftning"}
    client.get(index.url)

    for asked in ({}, few, {"kategori": "omsorg-och-hjalp"}, {"efter": EService.objects.first().pk}):
        with django_assert_max_num_queries(12):
            assert client.get(index.url, asked).status_code == 200


def test_no_query_skips_over_rows(real_catalogue, django_assert_max_num_queries):
    with django_assert_max_num_queries(4) as queries:
        catalogue_of(real_catalogue, user=ANYBODY, asked={"efter": str(EService.objects.all()[80].pk)})

    assert not [query for query in queries.captured_queries[1:] if "OFFSET" in query["sql"]]
