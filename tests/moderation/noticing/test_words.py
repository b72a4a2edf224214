from __future__ import annotations

import pytest

from participation.moderation.noticing.links import hosts_in
from participation.moderation.noticing.looking import fingerprint_of
from participation.moderation.noticing.words import advert_in, insult_in, plain, threat_in


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("Du är en IDIOT!", "idiot"),
        ("Vilka id\u00adiot\u200ber", "idioter"),
        ("Den där tjuv-jäveln", "tjuvjäveln"),
        ("jävla råttor hela bunten", "jävla råttor"),
    ],
)
def test_an_insult_is_found_as_it_stands(said, word):
    assert insult_in(plain(said)) == word


@pytest.mark.parametrize(
    "said",
    [
        "Vildsvin och råttor är ett problem vid Fittja centrum.",
        "Det är förjävligt hårt väglag, fan vad halt.",
        "Fältet är efterblivet och såsen var hård.",
        "Kommunen måste hugga i nu. Apan i parken är en lekapa.",
        "Idiotsäkert! Helvetesgapet är en fin plats, men jävlar vad brant.",
    ],
)
def test_ordinary_words_and_oaths_insult_nobody(said):
    assert insult_in(plain(said)) == ""
    assert threat_in(plain(said)) == ""


@pytest.mark.parametrize(
    "said",
    ["Jag ska döda dig", "Vi vet var du bor, gubbe", "Sådana borde skjutas.", "Hoppas ni dör", "slå ihjäl honom"],
)
def test_a_threat_is_found(said):
    assert threat_in(plain(said))


@pytest.mark.parametrize(
    "said",
    [
        "Bygget borde skjutas upp till våren.",
        "Skyltarna ska hängas upp på stolpen.",
        "Vi slår ihjäl tiden vid busskuren, och unga ska inte behöva slå ihjäl tid.",
        "Farten kan döda. Frosten dödar rosorna.",
        "De ska dö ut, säger forskarna om älgarna.",
        "Ni borde skjuta till pengar.",
    ],
)
def test_what_only_looks_like_a_threat_is_none(said):
    assert threat_in(plain(said)) == ""


def test_links_are_counted_with_and_without_their_beginning():
    text = "Se https://www.exempel.com/a, exempel.com/b och www.annan.se. Bra.Se till att skriva till kim@exempel.com."

    assert hosts_in(text) == ["exempel.com", "exempel.com", "annan.se"]


def test_where_people_find_what_they_speak_of_is_no_link(settings):
    settings.BASE_URL = "https://delta.example"

    assert (
        hosts_in("https://www.sundsvall.se/a https://riksdagen.se https://sv.wikipedia.org/x", own="sundsvall.se") == []
    )
    assert hosts_in("https://ejsundsvall.se/a", own="sundsvall.se") == ["ejsundsvall.se"]
    assert hosts_in("https://[trasig") == ["[trasig"]


def test_advertising_is_found_and_an_ordinary_pride_is_not():
    assert advert_in(plain("Tjäna pengar hemifrån!")) == "tjäna pengar hemifrån"
    assert advert_in(plain("Min gata och vår skola behöver pengar")) == ""


def test_the_same_words_have_one_mark_however_they_are_written():
    said = "Bygg en ny lekplats vid ån så att barnen får röra sig"

    assert fingerprint_of(said, []) == fingerprint_of(f"  {said.upper()}!!! ", [])
    assert fingerprint_of("Bra idé!", []) == ""
    assert fingerprint_of("Kolla här", ["exempel.com"]) != ""
