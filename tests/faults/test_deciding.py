from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from participation.faults.deciding import Facts, decide
from participation.faults.models import FaultCategory, ObjectOwner, RoutingRule
from participation.places.models import Department

STREETS, PARKS = Department(pk=1, name="Gatuavdelningen"), Department(pk=2, name="Parkavdelningen")
LAMPS, HOLES = FaultCategory(pk=1, name="Lampor", department=STREETS), FaultCategory(pk=2, name="Hål")
STATE = ObjectOwner(pk=1, name="Trafikverket")
SATURDAY_NIGHT = datetime(2026, 11, 28, 22, 30, tzinfo=UTC)  # half past eleven in Sweden
SQUARE = {"type": "Polygon", "coordinates": [[[17, 62], [18, 62], [18, 63], [17, 63], [17, 62]]]}


def rule(**asks):
    return RoutingRule(name="Regel", **{"department": PARKS, **asks})


def facts(**known):
    return Facts(**{"category": LAMPS, "at": SATURDAY_NIGHT, **known})


@pytest.mark.parametrize(
    ("asks", "known"),
    [
        ({}, {}),
        ({"category": LAMPS}, {}),
        ({"owner": STATE}, {"owner": STATE}),
        ({"area": SQUARE}, {"position": (17.5, 62.5)}),
        ({"area": SQUARE}, {"position": (17.0, 62.0)}),
        ({"question_code": "stolpe"}, {"answers": {"stolpe": ["1234"]}}),
        ({"question_code": "stolpe", "answer": "ja"}, {"answers": {"stolpe": ["nej", "ja"]}}),
        ({"weekdays": "67"}, {}),
        ({"begins": time(22), "ends": time(6)}, {}),
        ({"begins": time(23), "ends": time(23, 59)}, {}),
    ],
)
def test_a_rule_fits_when_all_that_it_asks_is_so(asks, known):
    decision = decide([rule(**asks)], facts(**known))

    assert decision.rule is not None
    assert decision.department == PARKS


@pytest.mark.parametrize(
    ("asks", "known", "why"),
    [
        ({"category": HOLES}, {}, "kategorin är en annan"),
        ({"category": LAMPS}, {"category": None}, "kategorin är en annan"),
        ({"owner": STATE}, {}, "ägaren är en annan"),
        ({"area": SQUARE}, {}, "anmälan har ingen plats på kartan"),
        ({"area": SQUARE}, {"position": (16.9, 62.5)}, "platsen ligger utanför området"),
        ({"question_code": "stolpe"}, {}, "svaret är ett annat"),
        ({"question_code": "stolpe", "answer": "ja"}, {"answers": {"stolpe": ["nej"]}}, "svaret är ett annat"),
        ({"weekdays": "12345"}, {}, "det är en annan veckodag"),
        ({"begins": time(6), "ends": time(22)}, {}, "det är en annan tid på dagen"),
    ],
)
def test_it_says_why_a_rule_does_not_fit(asks, known, why):
    decision = decide([rule(**asks)], facts(**known))

    assert decision.rule is None
    assert [step.why_not for step in decision.steps] == [why]


def test_the_first_that_fits_counts_and_the_later_ones_are_not_asked():
    first, second, third = rule(category=HOLES), rule(department=STREETS), rule()

    decision = decide([first, second, third], facts())

    assert decision.rule is second
    assert [step.rule for step in decision.steps] == [first, second]


def test_without_a_rule_the_department_of_the_category_has_it():
    assert decide([], facts()).department == STREETS
    assert decide([rule(department=None)], facts()).department == STREETS
    assert decide([], facts(category=None)).department is None


@given(
    asks=some.lists(
        some.fixed_dictionaries(
            {},
            optional={
                "category": some.sampled_from([LAMPS, HOLES]),
                "owner": some.just(STATE),
                "area": some.just(SQUARE),
                "weekdays": some.sampled_from(["", "1", "67", "1234567"]),
                "question_code": some.sampled_from(["", "stolpe"]),
                "department": some.sampled_from([None, STREETS, PARKS]),
                "priority": some.sampled_from([None, 1, 4]),
            },
        ),
        max_size=6,
    ),
    category=some.sampled_from([None, LAMPS, HOLES]),
    position=some.one_of(some.none(), some.tuples(some.floats(-180, 180), some.floats(-90, 90))),
    at=some.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=some.just(UTC)),
)
def test_there_is_always_an_answer_and_it_is_always_the_same(asks, category, position, at):
    rules = [RoutingRule(name="Regel", **one) for one in asks]
    known = Facts(category=category, at=at, position=position)

    decision = decide(rules, known)

    assert decision == decide(rules, known)
    assert len(decision.steps) <= len(rules)
    assert all(step.why_not for step in decision.steps[:-1])
