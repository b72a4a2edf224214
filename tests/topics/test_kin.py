from __future__ import annotations

import pytest

from participation.topics.models import Topic
from participation.topics.question import question
from participation.topics.search import search
from participation.topics.stems import stem_of
from tests.factories import TopicFactory

FORMS = [
    "sjö sjön sjöar sjöarna",
    "idé idén idéer idéerna",
    "bro bron broar broarna",
    "kö kön köer köerna",
    "snö snön",
    "by byn byar byarna",
    "industri industrin industrier",
    "bageri bageriet bagerier",
    "rum rummet rummen",
    "dröm drömmen drömmar",
    "bok boken böcker böckerna",
    "barnbok barnböcker",
    "stad staden städer städerna",
    "huvudstad huvudstäder",
    "bostad bostaden bostäder",
    "man mannen män männen",
    "vinter vintern vintrar vintrarna",
    "sommar sommaren somrar",
    "teater teatern teatrar",
    "fönster fönstret fönstren",
    "nummer numret numren",
    "museum museet museer museerna",
    "gymnasium gymnasiet gymnasier",
    "ny nya nytt",
    "blå blått blåa",
    "säker säkra säkert",
    "gammal gamla gammalt",
    "öppen öppna öppet",
    "ansökan ansökningar ansökningen",
    "simma simmar simmade simning simningen",
    "tom tomma",
    "dum dumt dumma",
    "galen galet galna",
    "naken naket nakna",
    "bli blir blev",
    "afton aftonen aftnar",
    "bra bättre bäst",
    "gammal äldst",
    "dålig dåligt sämre sämst",
    "tung tunga tyngre",
    "liten små mindre",
    "trottoar trottoaren trottoarer trottoarerna",
]
APART = [
    ("kön", "köp"),
    ("bron", "broms"),
    ("grön", "gröt"),
    ("hon", "hot"),
    ("nya", "nyckel"),
    ("tomt", "tom"),
    ("symtom", "tomma"),
]
APART += [("vilt", "vild"), ("runt", "rund"), ("äldre", "gamla"), ("minst", "liten")]


@pytest.mark.parametrize("forms", FORMS, ids=lambda forms: forms.split()[0])
def test_every_form_of_a_word_finds_every_other(forms):
    for asked in forms.split():
        (term,) = question(asked).terms
        assert [form for form in forms.split() if not term.holds(form)] == [], asked


@pytest.mark.parametrize(("asked", "written"), APART)
def test_words_that_only_look_alike_do_not_find_each_other(asked, written):
    assert not question(asked).terms[0].holds(written)


@pytest.mark.parametrize("word", [*" ".join(FORMS).split(), "cykel", "skolmaten", "öl", "x" * 60])
def test_what_was_found_without_the_other_forms_is_found_still(word):
    """Its own stem comes first, and as the beginning of longer words where it is long enough."""
    (term,) = question(word).terms

    assert term.stems[0] == stem_of(word)
    assert (stem_of(word) in term.beginnings) == (len(word) >= 3)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Ny bro vid kyrkan", "bron"),
        ("En sjö utan namn", "sjön"),
        ("Fler böcker", "boken"),
        ("Hon skrev och gick", "skrivit går"),
    ],
)
def test_the_index_of_either_database_is_asked_for_them_too(written, asked):
    TopicFactory(title=written)
    TopicFactory(title="Något helt annat")

    assert [topic.title for topic in search(Topic.objects.public(), asked)] == [written]
