from __future__ import annotations

import pytest

from portal.templatetags.words import together


@pytest.mark.parametrize("word", ["e-tjänst", "E-tjänster", "e-tjänstens", "e-service", "E-services"])
def test_an_e_service_is_never_broken_at_its_hyphen(word: str) -> None:
    assert f'<span class="nowrap">{word}</span>' in together(f"Byta i en {word} nu")


def test_other_hyphens_may_break() -> None:
    assert together("Kultur- och fritidsförvaltningen, te-tjänst") == "Kultur- och fritidsförvaltningen, te-tjänst"


def test_what_a_person_wrote_stays_escaped() -> None:
    assert together("<b>e-tjänst</b>") == '&lt;b&gt;<span class="nowrap">e-tjänst</span>&lt;/b&gt;'


def test_nothing_gives_nothing() -> None:
    assert together(None) == ""
