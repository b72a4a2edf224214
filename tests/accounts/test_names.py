from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from participation.accounts.forms import DisplayNameField
from participation.accounts.names import check_display_name


@pytest.mark.parametrize(
    "name", ["Åsa", "Ärling von Öst", "Лев Толстой", "Zoë 72", "O'Brien-Lind", "<b>Bo</b>", "李", "Anna 🚲"]
)
def test_a_name_of_ones_own_is_taken(name: str) -> None:
    check_display_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "Sundsvalls kommun",
        "SundsvallsKOMMUN",
        "S u n d s v a l l s  k o m m u n",
        "Timrå k0mmun",
        "Moderator Maja",
        "Granskare",
        "Handläggare Bo",
        "Handlaggare Bo",
        "Ｋｏｍｍｕｎｅｎ",
        "Administratör",
        "Borttaget konto",
    ],
)
def test_a_name_that_speaks_for_the_municipality_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="talar för kommunen"):
        check_display_name(name)


@pytest.mark.parametrize("name", ["Bo\u202eevil", "Bo\u200b", "Bo\nAnna", "Bo\x00", "\u2066Bo", "Bo\u2028x"])
def test_characters_that_do_not_show_are_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="inte syns"):
        check_display_name(name)


def test_a_tower_of_accents_is_refused() -> None:
    with pytest.raises(ValidationError):
        check_display_name("B" + "\u0301" * 20 + "o")


def test_letters_of_two_alphabets_in_one_name_are_refused() -> None:
    with pytest.raises(ValidationError, match="flera alfabet"):
        check_display_name("Kоmmun")  # the o is Cyrillic


def test_a_name_of_signs_alone_is_refused() -> None:
    with pytest.raises(ValidationError, match="bokstav"):
        check_display_name("...")


def test_the_full_name_of_a_municipality_is_refused(sundsvall: object) -> None:
    from participation.places.models import Municipality

    Municipality.objects.update(full_name="Sundsvalls stad")

    with pytest.raises(ValidationError):
        DisplayNameField().clean("sundsvalls  STAD")


def test_spaces_are_tidied(db: None) -> None:
    assert DisplayNameField().clean("  Anna \t Lind ") == "Anna Lind"


def test_no_name_is_fine(db: None) -> None:
    assert DisplayNameField().clean("   ") == ""
