from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import fromstring

import pytest
from django.http import QueryDict
from django.test import Client

from participation.ideas import actions
from participation.ideas.listing import listing
from participation.ideas.merging.actions import merge
from participation.topics.models import Topic
from tests.factories import CategoryFactory, TopicFactory

from .factories import NOW, a_draft, add_supports, in_review, published

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.places.models import Municipality


def titles(municipality: Municipality | None, **query: str) -> list[str]:
    return [row.topic.title for row in listing(municipality, query)["rows"]]


def test_shows_what_is_public_and_nothing_else(sundsvall: Municipality, timra: Municipality, author: User) -> None:
    published(sundsvall, author, title="Synlig")
    a_draft(sundsvall, author, title="Utkast")
    in_review(sundsvall, author, title="Granskas")
    actions.withdraw(idea=published(sundsvall, author, title="Borta"), by=author, now=NOW)
    published(timra, title="Timrås")

    assert titles(sundsvall) == ["Synlig"]


def test_a_tab_holds_the_states_it_says(three_needed: Municipality) -> None:
    published(three_needed, title="Samlar")
    enough = published(three_needed, title="Hos kommunen")
    add_supports(enough, 3)
    actions.reach_threshold(idea=enough, now=NOW)
    gone = published(three_needed, title="Utgången")
    actions.close_window(idea=gone, now=NOW + timedelta(days=91))

    assert titles(three_needed, visa="samlar") == ["Samlar"]
    assert titles(three_needed, visa="hos-kommunen") == ["Hos kommunen"]
    assert titles(three_needed, visa="avslutade") == ["Utgången"]
    assert titles(three_needed, visa="besvarade") == []


def test_is_ordered_as_asked(sundsvall: Municipality) -> None:
    first, second = published(sundsvall, title="Först"), published(sundsvall, title="Sedan")
    add_supports(first, 2)
    add_supports(second, 1)

    assert titles(sundsvall) == ["Sedan", "Först"]
    assert titles(sundsvall, sortera="stod") == ["Först", "Sedan"]


def test_is_narrowed_by_category(sundsvall: Municipality) -> None:
    play = CategoryFactory(municipality=sundsvall, slug="lek")
    published(sundsvall, title="Gunga", category=play)
    published(sundsvall, title="Väg")

    assert titles(sundsvall, kategori="lek") == ["Gunga"]


def test_is_narrowed_to_an_e_service_with_what_was_merged(
    sundsvall: Municipality, timra: Municipality, moderator: User
) -> None:
    boats = TopicFactory(municipality=sundsvall, kind="eservice", title="Ansök om båtplats")
    hidden = TopicFactory(municipality=sundsvall, kind="eservice", visibility="nobody", published_at=None)
    theirs = TopicFactory(municipality=timra, kind="eservice")
    about = published(sundsvall, title="Om båtar")
    became = published(sundsvall, title="Där den andra gick upp")
    merged = published(sundsvall, title="Sammanslagen")
    Topic.objects.filter(pk__in=[about.topic_id, merged.topic_id]).update(about=boats)
    merge(idea=merged, kept=became, by=moderator, words="De vill samma sak.", now=NOW)
    published(sundsvall, title="Om annat")

    assert set(titles(sundsvall, om=str(boats.pk))) == {"Om båtar", "Där den andra gick upp"}
    for none in (str(hidden.pk), str(theirs.pk), str(about.topic_id)):
        assert "Om annat" in titles(sundsvall, om=none)


def test_a_narrow_list_keeps_to_the_service_from_page_to_page(
    sundsvall: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("participation.ideas.listing.SIZE", 2)
    boats = TopicFactory(municipality=sundsvall, kind="eservice")
    for number in range(5):
        Topic.objects.filter(pk=published(sundsvall, title=f"Båt {number}").topic_id).update(about=boats)
        published(sundsvall, title="Annat")

    seen, query = [], {"om": str(boats.pk)}
    while query:
        context = listing(sundsvall, query)
        seen += [row.topic.title for row in context["rows"]]
        query = dict(QueryDict(context["next_url"].removeprefix("?")).items())

    assert seen == [f"Båt {number}" for number in (4, 3, 2, 1, 0)]


@pytest.mark.parametrize(
    "query",
    [
        {"visa": "draft"},
        {"sortera": "author__email"},
        {"sortera": "-id; DROP TABLE"},
        {"kategori": "finns-inte' OR 1=1"},
        {"om": "1 OR 1=1"},
        {"om": "9" * 40},
        {"om": "²"},
        {"efter": "AAAA"},
        {"efter": "\x00"},
    ],
)
def test_what_nobody_offered_is_the_whole_list(sundsvall: Municipality, query: dict[str, str]) -> None:
    published(sundsvall, title="Synlig")

    assert titles(sundsvall, **query) == ["Synlig"]


@pytest.mark.parametrize("order", ["nya", "stod", "aktiva"])
def test_pages_hold_everything_once(sundsvall: Municipality, order: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("participation.ideas.listing.SIZE", 2)
    expected = {published(sundsvall, title=f"Idé {n}").title for n in range(5)}
    seen: list[str] = []
    query: Any = {"sortera": order}

    while query is not None:
        context = listing(sundsvall, query)
        seen += [row.topic.title for row in context["rows"]]
        query = QueryDict(context["next_url"][1:]) if context["next_url"] else None

    assert len(seen) == 5
    assert set(seen) == expected


def test_asks_the_database_as_little_for_many_as_for_one(
    sundsvall: Municipality, django_assert_max_num_queries: Any
) -> None:
    category = CategoryFactory(municipality=sundsvall)
    for n in range(8):
        published(sundsvall, title=f"Idé {n}", category=category)

    with django_assert_max_num_queries(2):
        assert len(listing(sundsvall, {})["rows"]) == 8


def test_the_feed_is_public_and_of_one_municipality(sundsvall: Municipality, timra: Municipality, author: User) -> None:
    published(sundsvall, author, title="Synlig & <b>fet</b>")
    in_review(sundsvall, author, title="Granskas")
    published(timra, title="Timrås")

    response = Client().get("/ideer/floden/2281.xml")

    text = response.content.decode()
    assert response["Content-Type"].startswith("application/atom+xml")
    assert "Synlig &amp; &lt;b&gt;fet" in text
    assert "Granskas" not in text
    assert "Timrås" not in text
    assert author.email not in text


def test_there_is_no_feed_of_nowhere(sundsvall: Municipality) -> None:
    assert Client().get("/ideer/floden/0000.xml").status_code == 404


@pytest.mark.parametrize("letter", ["\x01", "\x1f", "\ufffe", "\U0001ffff"])
def test_one_idea_with_a_letter_that_xml_cannot_hold_does_not_take_the_feed_from_all(
    sundsvall: Municipality, letter: str
) -> None:
    idea = published(sundsvall, title=f"Kontroll{letter}tecken", text=f"Ett{letter}två")
    Topic.objects.filter(pk=idea.topic_id).update(title=f"Kontroll{letter}tecken", summary=f"Ett{letter}två")

    response = Client().get("/ideer/floden/2281.xml")

    entry = fromstring(response.content).find("{http://www.w3.org/2005/Atom}entry")
    assert entry.findtext("{http://www.w3.org/2005/Atom}title") == "Kontrolltecken"
