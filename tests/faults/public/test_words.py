from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from participation.faults.public_words import public_words

MAIL, PHONE, PERSONAL = "[e-postadress borttagen]", "[telefonnummer borttaget]", "[personnummer borttaget]"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Skriv till lisa.svensson+fel@example.com.", f"Skriv till {MAIL}."),
        ("Skriv till lisa @ example.com. Tack", f"Skriv till {MAIL}. Tack"),
        ("lisa(at)example.com, lisa [snabel-a] example . com", f"{MAIL}, {MAIL}"),
        ("lisa snabel-a example.com", MAIL),
        ("Ring 060-12 34 56 efter sex.", f"Ring {PHONE} efter sex."),
        ("Ring 0701234567!", f"Ring {PHONE}!"),
        ("Nå mig på +46 70 123 45 67", f"Nå mig på {PHONE}"),
        ("Nå mig på 0046 (0)70-123 45 67.", f"Nå mig på {PHONE}."),
        ("Nå mig på 46701234567.", f"Nå mig på {PHONE}."),
        ("070 - 123 45 67", PHONE),
        ("070–123 45 67", PHONE),
        ("070.123.45.67", PHONE),
        ("070\u2011123 45 67", PHONE),
        ("070\u00a0123\u202f45\u00a067", PHONE),
        ("tel070-123 45 67a", f"tel{PHONE}a"),
        ("mobil/070-123 45 67", f"mobil/{PHONE}"),
        ("060-12345 eller 070-12345678", f"{PHONE} eller {PHONE}"),
        ("060-12 34 56 070-123 45 67", f"{PHONE} {PHONE}"),
        ("Sedan 2026-11-29 070-123 45 67", f"Sedan 2026-11-29 {PHONE}"),
        ("Storgatan 12 070-123 45 67", f"Storgatan 12 {PHONE}"),
        ("Jag är 811218-9876 och bor här.", f"Jag är {PERSONAL} och bor här."),
        ("Jag är 198112189876.", f"Jag är {PERSONAL}."),
        ("811228 - 9874", PERSONAL),
        ("811228–9874", PERSONAL),
        ("1981-12-28-9874", PERSONAL),
        ("1981 12 28 98 74", PERSONAL),
        ("811228-9874a", f"{PERSONAL}a"),
        ("811228+9874", PERSONAL),
        ("Storgatan 12 811228-9874 070-123 45 67", f"Storgatan 12 {PERSONAL} {PHONE}"),
        ("Samordningsnummer 701063-2391", f"Samordningsnummer {PERSONAL}"),
    ],
)
def test_what_tells_who_somebody_is_is_left_out(written, read):
    assert public_words(written) == read


@pytest.mark.parametrize(
    "written",
    [
        "Lyktstolpe 12345678 är sned.",
        "Lyktstolpe 4-0712 och stolpe 0123, 0124, 0125.",
        "Stolpe 012\n013\n014",
        "Diarienummer KS 2026/00123-45.",
        "Mellan klockan 07.00 och 19.00 den 2026-11-21.",
        "Parkering 07.00-09.30 och 07:00 – 19:00.",
        "Det hände 2026-11-29.",
        "Det hände 2026-01-02 03.04, och 2026-01-02–2026-01-09.",
        "Det hände 2026‑01‑02 07:08.",
        "Det hände 02.01.2026 10.30.",
        "Kl 07.00 den 02/01 2026",
        "Storgatan 12, 852 30 Sundsvall",
        "Storgatan 12 A 3 tr",
        "Felet är F-2281-2026-0042, inte F-0180-2026-0042.",
        "Order 811218-9875 gäller skylten.",
        "Bilen ABC 123 står kvar, 4 500 kronor i skada, 12 500 000 kr i budget.",
        "Nära 62.391234, 17.306543",
        "0,5 meter djupt, 1.5 meter brett",
        "Vi ses @ torget",
        "Hål (a) och hål (b)",
        "",
    ],
)
def test_other_figures_stay(written):
    assert public_words(written) == written


def test_a_day_and_a_time_are_no_personal_number():
    """Every tenth would be, by its last figure."""
    for minute in range(60):
        written = f"Det hände 2026-11-29 10.{minute:02}."
        assert public_words(written) == written


DASHES = [chr(code) for code in range(0x11000) if unicodedata.category(chr(code)) == "Pd"] + ["\u2212", "\u00ad"]
SPACES = [chr(code) for code in range(0x3001) if unicodedata.category(chr(code)) == "Zs"] + ["\t", "\u200b"]
BETWEEN = st.text(st.sampled_from([*DASHES, *SPACES, ".", "."]), max_size=3)


def luhn(figures: str) -> str:
    doubled = [int(figure) * (2 - place % 2) for place, figure in enumerate(figures)]
    return figures + str(-sum(sum(divmod(number, 10)) for number in doubled) % 10)


@st.composite
def personal_numbers(draw) -> str:
    day = draw(st.dates()).strftime("%m%d")
    return luhn(f"{draw(st.integers(0, 99)):02}{day}{draw(st.integers(0, 999)):03}")


NUMBERS = personal_numbers() | st.from_regex(r"\A0[1-9][0-9]{7,8}\Z") | st.from_regex(r"\A\+46[1-9][0-9]{7,8}\Z")


@st.composite
def as_written(draw) -> str:
    number = draw(NUMBERS)
    return number[0] + "".join(draw(BETWEEN) + figure for figure in number[1:])


@given(as_written(), st.sampled_from(["{}", "Ring {}.", "jag heter Maja,{}a", "({})", "Stolpe. {}, tack"]))
@example("070 - 123 45 67", "{}")
@example("811228 - 9874", "{}")
def test_no_figure_of_a_number_is_left_however_it_is_written(number, around):
    read = public_words(around.format(number))

    assert not any(character.isdigit() for character in read)
