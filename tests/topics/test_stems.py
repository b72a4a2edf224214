from __future__ import annotations

import unicodedata

import pytest

from participation.topics.stems import stem_of, stems

FORMS = [
    "skola skolan skolor skolorna skolans skolornas",
    "bibliotek biblioteket biblioteken bibliotekets",
    "cykel cykeln cyklar cyklarna",
    "hus huset husen husets",
    "gata gatan gator gatorna",
    "lekplats lekplatsen lekplatser lekplatserna",
    "fågel fågeln fåglar fåglarna",
    "paket paketet paketen",
    "cykelväg cykelvägar cykelvägen cykelvägarna",
    "bygglov bygglovet",
    "träd trädet träden",
    "kommun kommunen kommuner kommunens",
]


@pytest.mark.parametrize("forms", FORMS, ids=lambda forms: forms.split()[0])
def test_all_forms_of_a_word_have_one_stem(forms):
    assert len({stem_of(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("far", "får"), ("lån", "lan"), ("öl", "ol"), ("plan", "pil"), ("bön", "bon")]
)
def test_words_of_their_own_keep_stems_of_their_own(one, other):
    assert stem_of(one) != stem_of(other)


def test_no_word_is_too_long_for_an_index():
    assert max(map(len, stems("å" * 5000).split())) <= 180


def test_signs_that_are_no_letters_leave_nothing_behind():
    assert stems("\x00 '\"()&|!:*% \\ --") == ""


def test_letters_that_were_pasted_in_parts_are_the_same_letters():
    text = "Förskolan är på Åsgatan, idén är kaféets"

    assert stems(unicodedata.normalize("NFD", text)) == stems(text)


@pytest.mark.parametrize(
    ("forms", "stem"),
    [
        ("dator datorn datorer datorernas", "dator"),
        ("motor motorn motorns motorer", "motor"),
        ("rektor rektorer", "rektor"),
        ("gata gator gatorna sidogator", "gat"),
        ("lykta lyktor lyktorna", "lykt"),
    ],
)
def test_a_motor_is_no_plural_and_a_street_is_no_machine(forms, stem):
    assert {stem_of(form).removeprefix("sido") for form in forms.split()} == {stem}
