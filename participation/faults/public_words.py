"""What a citizen wrote, as others may read it: without what tells how to reach a person, or who somebody is."""

from __future__ import annotations

import re
from datetime import date

from django.utils.translation import gettext as _

EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
# A personal number: six or eight figures of a date, a hyphen or plus or nothing, four figures.
PERSONAL = re.compile(r"(?<![\w-])(?P<date>(?:19|20)?\d{6})[-+ ]?(?P<rest>\d{4})(?![\w-])")
# Seven figures or more that begin as Swedish and international numbers do.
PHONE = re.compile(r"(?<![\w/-])(?:\+|00)?\d(?:[ \u00a0()/-]{0,2}\d){6,14}(?![\w/-])")
FIRST_OF_A_PHONE = re.compile(r"(?:\+|00)[1-9]|0[1-9]")
MAY_TELL = re.compile(r"[@\d]")
FIGURES = re.compile(r"\D")


def public_words(text: str) -> str:
    """`text` with e-mail addresses, phone numbers and Swedish personal numbers left out, each with a word instead."""
    if not MAY_TELL.search(text):
        return text
    text = EMAIL.sub(lambda _found: _("[e-postadress borttagen]"), text)
    text = PERSONAL.sub(_personal, text)
    return PHONE.sub(_phone, text)


def _personal(found: re.Match[str]) -> str:
    figures = found["date"][-6:] + found["rest"]
    return _("[personnummer borttaget]") if _is_a_day(figures) and _sums(figures) else found[0]


def _phone(found: re.Match[str]) -> str:
    return _("[telefonnummer borttaget]") if FIRST_OF_A_PHONE.match(found[0]) else found[0]


def _is_a_day(figures: str) -> bool:
    """The day of a coordination number is sixty higher."""
    month, day = int(figures[2:4]), int(figures[4:6])
    try:
        date(2000, month, day - 60 if day > 60 else day)
    except ValueError:
        return False
    return True


def _sums(figures: str) -> bool:
    """The last figure is a check on the others (Luhn), which an order or diary number seldom meets."""
    doubled = [int(figure) * (2 - place % 2) for place, figure in enumerate(figures)]
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0
