"""What people write, as text that every database, feed and mail can hold and that shows what it says."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Controls, lone surrogates, marks that turn the direction of what follows round, and what Unicode says is no
# character. XML holds none of them. NUL is left: a form refuses it, for nobody typed it.
UNSEEN = re.compile(
    "[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ud800-\udfff"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
# Marks that come in heaps are put in order pair by pair: a million of them would take hours at once, so the text is
# taken in pieces. Few words are as long, and one that is cut up only stays in two letters where it was cut.
PIECES = re.compile(r"\S{1,200}")


def composed(text: str) -> str:
    """In Unicode's NFC, as keyboards write it: a PDF and macOS give "å" as "a" and a ring after it."""
    return text if text.isascii() else PIECES.sub(lambda piece: unicodedata.normalize("NFC", piece[0]), text)


def without_unseen(text: str) -> str:
    """The joiners stay, which Persian and emoji are written with, and so do the marks that turn nothing round."""
    return UNSEEN.sub("", LINE_ENDS.sub("\n", text))


def shows_nothing(text: str) -> bool:
    return all(unicodedata.category(letter)[0] in "CZ" for letter in text)


def unended(sentence: str) -> str:
    """Without its full stop, where our words go on in the same sentence. An abbreviation keeps its own."""
    last = sentence.rsplit(maxsplit=1)[-1:] or [""]
    return sentence[:-1] if last[0].endswith(".") and last[0].count(".") == 1 else sentence


def ended(sentence: str) -> str:
    """With a full stop, where a sentence of ours comes after it."""
    return sentence if not sentence or unicodedata.category(sentence[-1]) == "Po" else f"{sentence}."


BROKEN = "\ufffd"  # what bytes that are no UTF-8 were read as


def readable(text: str) -> None:
    """Raises ValidationError: nobody can guess which letters were meant."""
    if BROKEN in text:
        raise ValidationError(
            _("Några tecken gick inte att läsa och visas som �. Skriv dem på nytt. Texten ska vara UTF-8."),
            code="unreadable",
        )


class WordsField(forms.CharField):
    """For whatever a person writes that others read. What was pasted along unseen is left out without a word, and a
    letter that came in parts is one letter: in what is found, in what is the same, and in how long it is."""

    default_validators = [readable]

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(composed(without_unseen(value)) if isinstance(value, str) else value)
        return self.empty_value if text and "\0" not in text and shows_nothing(text) else text


def say_plainly() -> None:
    """The two sentences of Django's own that everybody who writes may meet, in words of ours, on every form."""
    MaxLengthValidator.message = _("Det får vara högst %(limit_value)d tecken, och det är %(show_value)d.")
    ProhibitNullCharactersValidator.message = _(
        "Texten innehåller ett tecken som inte går att spara. Skriv den på nytt."
    )
