from __future__ import annotations

import unicodedata

from participation.topics.excerpts import LENGTH, excerpt
from participation.topics.question import question


def test_every_form_of_the_word_is_marked():
    assert excerpt(question("skolor"), "Vår skola och skolan.") == "Vår <mark>skola</mark> och <mark>skolan</mark>."


def test_what_people_wrote_stays_words():
    text = "<script>alert('skola')</script> & <b>skola</b>"

    shown = excerpt(question("skola"), text)

    assert "<script" not in shown
    assert "<b>" not in shown
    assert shown.count("<mark>skola</mark>") == 2
    assert "&lt;script&gt;" in shown
    assert "&amp;" in shown


def test_a_word_that_is_markup_is_escaped_within_its_mark():
    assert excerpt(question("script"), "<script>") == "&lt;<mark>script</mark>&gt;"


def test_of_a_long_text_the_part_that_holds_the_words_is_shown():
    text = f"{'Lång inledning om annat. ' * 40}Här finns en cykelväg till skolan. {'Mer om annat. ' * 40}"

    shown = excerpt(question("cykel skola"), text)

    assert "<mark>cykelväg</mark> till <mark>skolan</mark>" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < LENGTH + 60


def test_the_first_text_that_holds_a_word_is_taken():
    assert excerpt(question("skola"), "Om bad.", "Om skolor.") == "Om <mark>skolor</mark>."
    assert excerpt(question("gnetig"), "", "Om bad.") == "Om bad."
    assert excerpt(question("gnetig")) == ""


def test_one_endless_word_is_cut():
    assert len(excerpt(question("skola"), "x" * 5000 + " skola")) < 6_100


def test_a_word_is_marked_whole_whether_its_letters_were_pasted_in_parts_or_not():
    text, marked = "Vår förskola.", "Vår <mark>förskola</mark>."
    parts = unicodedata.normalize("NFD", text)

    assert excerpt(question("förskola"), parts) == marked
    assert excerpt(question(unicodedata.normalize("NFD", "förskola")), text) == marked
    assert question("förskolan").terms[0].holds(unicodedata.normalize("NFD", "Förskola"))
