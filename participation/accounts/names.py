"""What a person may call themselves: anything that does not hide, break a line or speak for the municipality."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from .models import User

# Compared after folding, so that "K0MMUN" and "kom mun" are the same word.
RESERVED = (
    "kommun",
    "municipality",
    "moderator",
    "granskare",
    "handlaggare",
    "administrator",
    "samskapa",
    "borttagetkonto",
)
LOOKS_LIKE = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "@": "a", "$": "s", "!": "i"})
MOST_MARKS_IN_A_ROW = 2
_checks: list[Callable[[User, str], None]] = []


def name_for_colleagues(person: User | None) -> str:
    """Among staff: the name they chose, never their address."""
    return person.display_name if person and person.display_name else gettext("En kollega")


def name_to(reader: User, person: User | None) -> str:
    """Among staff too: whoever did it, as `reader` is told."""
    return gettext("Du") if person is not None and person.pk == reader.pk else name_for_colleagues(person)


def tidy(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split()))


def fold(name: str) -> str:
    """Only the letters and digits, without case, accents and the usual disguises."""
    plain = unicodedata.normalize("NFKD", name).casefold().translate(LOOKS_LIKE)
    return "".join(letter for letter in plain if letter.isalnum())


def check_display_name(name: str) -> None:
    """Raises ValidationError. HTML is fine to type: it is escaped wherever it is shown."""
    if _has_hidden_characters(name):
        raise ValidationError(_("Namnet innehåller tecken som inte syns. Skriv det med vanliga bokstäver."))
    if not any(letter.isalnum() for letter in name):
        raise ValidationError(_("Namnet behöver minst en bokstav eller siffra."))
    if _mixes_alphabets(name):
        raise ValidationError(_("Namnet blandar bokstäver ur flera alfabet. Använd ett av dem."))
    if any(word in fold(name) for word in RESERVED):
        raise ValidationError(_("Namnet låter som om du talar för kommunen. Välj ett annat namn."))


def register(check: Callable[[User, str], None]) -> None:
    """`check(person, name)` raises ValidationError where that person may not be called so. Call it in
    `AppConfig.ready()`."""
    _checks.append(check)


def check_for(person: User, name: str) -> None:
    """What the name itself does not say: apps above may know more of the person. Raises ValidationError."""
    for check in _checks:
        check(person, name)


def _has_hidden_characters(name: str) -> bool:
    marks = 0
    for letter in name:
        category = unicodedata.category(letter)
        if category.startswith("C") or category in ("Zl", "Zp"):
            return True
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks > MOST_MARKS_IN_A_ROW:
            return True
    return False


def _mixes_alphabets(name: str) -> bool:
    alphabets = {
        unicodedata.name(letter, "").split(" ")[0] for letter in unicodedata.normalize("NFKC", name) if letter.isalpha()
    }
    return len(alphabets & {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}) > 1
