from __future__ import annotations

import pytest

from participation.faults.public_words import public_words


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Skriv till lisa.svensson+fel@example.com.", "Skriv till [e-postadress borttagen]."),
        ("Ring 060-12 34 56 efter sex.", "Ring [telefonnummer borttaget] efter sex."),
        ("Ring 0701234567!", "Ring [telefonnummer borttaget]!"),
        ("Nå mig på +46 70 123 45 67", "Nå mig på [telefonnummer borttaget]"),
        ("Jag är 811218-9876 och bor här.", "Jag är [personnummer borttaget] och bor här."),
        ("Jag är 198112189876.", "Jag är [personnummer borttaget]."),
        ("Samordningsnummer 701063-2391", "Samordningsnummer [personnummer borttaget]"),
    ],
)
def test_what_tells_who_somebody_is_is_left_out(written, read):
    assert public_words(written) == read


@pytest.mark.parametrize(
    "written",
    [
        "Lyktstolpe 12345678 är sned.",
        "Diarienummer KS 2026/00123-4.",
        "Mellan klockan 07.00 och 19.00 den 2026-11-21.",
        "Storgatan 12, 852 30 Sundsvall",
        "Felet är F-2281-2026-0042.",
        "Order 811218-9875 gäller skylten.",
        "Bilen ABC 123 står kvar, 4 500 kronor i skada.",
        "",
    ],
)
def test_other_figures_stay(written):
    assert public_words(written) == written
