from __future__ import annotations

import pytest

from participation.faults.locating import IN_WORDS, Region, settle

from .factories import AT_THE_BORDER, BEYOND_THE_BORDER, IN_HARNOSAND, IN_ITALY, IN_SUNDSVALL, IN_TIMRA


@pytest.fixture
def here(region) -> Region:
    return Region.now()


def values(settled) -> list[str]:
    assert settled.question is not None
    return [value for value, _words in settled.question.choices]


def test_the_position_decides(here, sundsvall, timra):
    assert settle(IN_SUNDSVALL, asked_for=None, answer="", region=here).municipality == sundsvall
    assert settle(IN_TIMRA, asked_for=None, answer="", region=here).municipality == timra


def test_a_position_in_the_municipality_of_the_page_needs_no_question(here, sundsvall):
    assert settle(IN_SUNDSVALL, asked_for=sundsvall, answer="", region=here).municipality == sundsvall


def test_near_a_border_the_citizen_chooses(here, sundsvall, timra):
    settled = settle(AT_THE_BORDER, asked_for=sundsvall, answer="", region=here)

    assert settled.municipality is None
    assert values(settled) == ["2281", "2262"]
    assert settle(AT_THE_BORDER, asked_for=sundsvall, answer="2262", region=here).municipality == timra


def test_a_page_of_another_municipality_is_never_silently_left(here, sundsvall, timra):
    settled = settle(IN_TIMRA, asked_for=sundsvall, answer="", region=here)

    assert settled.municipality is None
    assert values(settled) == ["2262", IN_WORDS]
    assert "Timrå kommun" in settled.question.sentence
    assert settle(IN_TIMRA, asked_for=sundsvall, answer="2262", region=here).municipality == timra


def test_the_citizen_may_say_that_the_position_is_wrong(here, sundsvall):
    settled = settle(IN_TIMRA, asked_for=sundsvall, answer=IN_WORDS, region=here)

    assert settled.municipality == sundsvall
    assert settled.without_position


def test_an_answer_that_was_not_offered_is_no_answer(here, sundsvall):
    assert settle(IN_TIMRA, asked_for=sundsvall, answer="2281", region=here).municipality is None
    assert settle(IN_TIMRA, asked_for=None, answer=IN_WORDS, region=here).without_position is False


def test_outside_those_that_take_part_it_says_where_it_is(here):
    settled = settle(IN_HARNOSAND, asked_for=None, answer="", region=here)

    assert settled.municipality is None
    assert settled.question is None
    assert "Härnösands kommun" in settled.outside


def test_outside_every_municipality_it_says_so(here):
    assert "utanför" in settle(IN_ITALY, asked_for=None, answer="", region=here).outside


def test_just_beyond_the_border_the_neighbour_that_takes_part_is_offered(here, timra):
    settled = settle(BEYOND_THE_BORDER, asked_for=None, answer="", region=here)

    assert values(settled) == ["2262"]
    assert "Härnösands kommun" in settled.question.sentence
    assert settle(BEYOND_THE_BORDER, asked_for=None, answer="2262", region=here).municipality == timra


def test_a_municipality_that_is_closed_takes_no_part(region, timra):
    timra.is_open = False
    timra.save()

    assert settle(IN_TIMRA, asked_for=None, answer="", region=Region.now()).municipality is None
