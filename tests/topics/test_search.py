from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from participation.topics import words as index
from participation.topics.models import Topic
from participation.topics.question import MOST_WORDS, question
from participation.topics.search import search
from participation.topics.words import newest
from tests.factories import TopicFactory

pytestmark = pytest.mark.django_db


def titles(words, topics=None, **kwargs):
    return [topic.title for topic in search(topics or Topic.objects.public(), words, **kwargs)]


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Bygg om vår skola", "skolor"),
        ("Fler skolor i centrum", "skolan"),
        ("En cykelväg till Birsta", "cykel"),
        ("En cykelväg till Birsta", "cykelvägar"),
        ("Cykelbana i centrum", "cykel centrum"),
        ("Biblioteket stänger för tidigt", "bibliotek"),
        ("Parkera cyklar vid stationen", "cykeln"),
        ("Bättre skolmat", "skolmaten"),
        ("Skolmaten är kall", "skolmat"),
        ("Fler lekplatser", "lekplats"),
    ],
)
def test_a_word_finds_its_other_forms_and_longer_words_that_begin_with_it(title, words):
    TopicFactory(title=title)
    TopicFactory(title="Något helt annat")

    assert titles(words) == [title]


@pytest.mark.parametrize(("title", "words"), [("Får på sommarbete", "far"), ("En äng i parken", "ang")])
def test_letters_with_rings_and_dots_are_letters_of_their_own(title, words):
    TopicFactory(title=title)

    assert titles(words) == []


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Fler platser på förskolan", "forskola"),
        ("Fler platser på förskolan", "FORSKOLOR platser"),
        ("Återvinning vid ån", "atervinning"),
        ("Gröna vägar", "grona vagar"),
        ("Ett medborgarförslag", "medborgarforslag"),
        ("Håll trottoarerna rena från snö", "sno trottoar hall"),
    ],
)
def test_words_without_rings_and_dots_find_those_with_them(title, words):
    TopicFactory(title=title)
    TopicFactory(title="Något helt annat")

    assert titles(words) == [title]


def test_what_was_typed_comes_before_what_may_be_meant():
    TopicFactory(title="Slöjden", search_text="Fler tradar")
    TopicFactory(title="Fler trådar i slöjden")

    assert titles("tradar") == ["Slöjden", "Fler trådar i slöjden"]
    assert titles("trädar") == []  # the letters with dots are meant as they stand


def test_what_may_be_meant_is_not_asked_for_where_a_page_is_found_as_it_was_typed(monkeypatch):
    monkeypatch.setattr("participation.topics.search.FEW", 2)
    for _each in range(2):
        TopicFactory(title="Fler tradar")
    TopicFactory(title="Fler trådar")

    assert titles("tradar") == ["Fler tradar", "Fler tradar"]


@pytest.mark.parametrize(("words", "other"), [("stol", "Stölder i parken"), ("hall", "En hållbar stad")])
def test_a_short_word_that_may_be_meant_is_not_the_beginning_of_others(words, other):
    TopicFactory(title=other)

    assert titles(words) == []


def test_a_web_address_in_a_text_is_no_words_of_it():
    TopicFactory(
        title="Skolskjuts", search_text="Läs på https://sundsvall.se/utbildning-och-forskola/x och www.biblioteket.se."
    )
    TopicFactory(title="Plats i förskola")

    assert titles("forskola") == ["Plats i förskola"]
    assert titles("utbildning") == titles("biblioteket") == []


def test_all_words_must_be_there_unless_any_is_enough():
    TopicFactory(title="Belys cykelvägen")
    TopicFactory(title="Ploga cykelvägen")

    assert titles("belys cykelvägen") == ["Belys cykelvägen"]
    assert titles("belys cykelvägen", any_word=True) == ["Belys cykelvägen", "Ploga cykelvägen"]


def test_a_word_in_the_title_weighs_more_than_one_in_the_text():
    TopicFactory(title="Bänkar vid lekplatsen")
    TopicFactory(title="Parken i Haga", search_text="Där finns inga bänkar.")

    assert titles("bänkar") == ["Bänkar vid lekplatsen", "Parken i Haga"]


def test_words_that_every_text_holds_do_not_narrow_the_search():
    TopicFactory(title="Belysning på elljusspåret")

    assert titles("hur kan vi få belysning på elljusspåret?") == []
    assert titles("vad är det för belysning på elljusspåret") == ["Belysning på elljusspåret"]


@pytest.mark.parametrize(
    "words", ['"', "'", "\x00", 'skola"', "skola\x00", "(skola", "skola*", "a:b:c", "{skola}", "%s", "--"]
)
def test_nothing_a_person_can_type_breaks_it(words):
    TopicFactory(title="Vår skola")

    assert titles(words) in ([], ["Vår skola"])


def test_no_words_find_nothing():
    TopicFactory()

    assert titles("") == titles("   ") == titles("?!") == []


def test_it_never_reaches_beyond_the_topics_it_was_given(citizen):
    TopicFactory(title="Hemlig skola", hidden=True)
    mine = TopicFactory(title="Min skola", draft=True, author=citizen)

    assert titles("skola") == []
    assert titles("skola", Topic.objects.visible_to(citizen)) == [mine.title]


def test_what_is_hidden_afterwards_is_not_found(sundsvall):
    topic = TopicFactory(title="Vår skola", municipality=sundsvall)

    Topic.objects.filter(pk=topic.pk).update(visibility="nobody")

    assert titles("skola") == []


def test_it_can_be_narrowed_by_municipality_and_kind(sundsvall, timra):
    TopicFactory(title="Skola i Sundsvall", municipality=sundsvall)
    TopicFactory(title="Skola i Timrå", municipality=timra)
    TopicFactory(title="Skolval", municipality=timra, kind="eservice")

    assert titles("skola", Topic.objects.public().in_municipality(timra).of_kind("idea")) == ["Skola i Timrå"]


def test_a_page_of_hits_costs_two_queries_and_on_sqlite_a_third(django_assert_num_queries):
    for number in range(8):
        TopicFactory(title=f"Förskola {number}")
    asked, together = (1, 1) if connection.vendor == "postgresql" else (2, 1)

    for words, times in (("förskola", 1), ("forskola", 2)):  # few as it was typed: asked for again
        with django_assert_num_queries(times * asked + together):
            found = search(Topic.objects.public(), words, limit=5)

        assert len(found) == 5


def test_of_many_hits_the_newest_that_one_may_see_are_ranked(monkeypatch):
    """Both ways of asking SQLite: from the words, and from the newest until there are enough."""
    now = timezone.now()
    hidden = {2, 3, 7}
    for number in range(12):
        TopicFactory(title=f"Skola {number}", hidden=number in hidden, published_at=now - timedelta(days=number))
    told = ("pk", "title")

    def answers() -> set[str]:
        return {title for _pk, title in newest(Topic.objects.public(), question("skola"), told, most=5)}

    rare = answers()
    monkeypatch.setattr(index, "MANY", 4)

    assert rare == answers() == {"Skola 0", "Skola 1", "Skola 4", "Skola 5", "Skola 6"}
    assert newest(Topic.objects.none(), question("skola"), told, most=5) == []


def test_a_long_text_is_asked_about_in_its_first_words():
    assert len(question(" ".join(f"ord{number}" for number in range(100))).terms) == MOST_WORDS
    assert len(question("x" * 5000).terms[0].stems[0]) <= 60
