from __future__ import annotations

from collections import Counter

from shapely.geometry import shape

from participation.places.facts import coarse_borders, municipality_facts


def test_all_290_municipalities_are_known_with_their_county() -> None:
    facts = municipality_facts()

    assert len(facts) == 290
    assert len({fact.county_code for fact in facts.values()}) == 21
    assert all(fact.code == code and fact.code.startswith(fact.county_code) for code, fact in facts.items())


def test_full_names_carry_the_genitive_that_each_municipality_uses() -> None:
    facts = municipality_facts()

    assert facts["2281"].full_name == "Sundsvalls kommun"
    assert facts["2262"].full_name == "Timrå kommun"
    assert facts["0114"].full_name == "Upplands Väsby kommun"


def test_no_two_municipalities_share_an_address() -> None:
    slugs = Counter(fact.slug for fact in municipality_facts().values())

    assert max(slugs.values()) == 1
    assert municipality_facts()["0643"].slug == "habo"
    assert municipality_facts()["2280"].slug == "harnosand"


def test_every_municipality_ships_with_a_valid_border() -> None:
    borders = coarse_borders()

    assert borders.keys() == municipality_facts().keys()
    assert all(shape(border).is_valid for border in borders.values())
