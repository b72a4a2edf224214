from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from participation.core.working_days import add_working_days, is_working_day, working_days_between


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 27), True),
        (date(2026, 11, 28), False),  # a Saturday
        (date(2026, 6, 19), False),  # Midsummer's Eve
        (date(2026, 6, 5), True),  # the day before the National Day
        (date(2026, 12, 24), False),
        (date(2026, 12, 31), False),
        (date(2026, 1, 6), False),  # Epiphany
        (date(2026, 5, 14), False),  # Ascension Day
        (date(2027, 3, 26), False),  # Good Friday
    ],
)
def test_it_is_known_when_the_municipality_works(day, works):
    assert is_working_day(day) is works


def test_a_promise_counts_only_days_of_work():
    friday = date(2026, 12, 18)

    assert add_working_days(friday, 1) == date(2026, 12, 21)
    assert add_working_days(friday, 4) == date(2026, 12, 28)  # not the 24th to the 27th
    assert add_working_days(date(2026, 12, 26), 0) == date(2026, 12, 28)


@given(day=some.dates(date(2020, 1, 1), date(2035, 1, 1)), number=some.integers(0, 60))
def test_as_many_days_of_work_pass_as_were_promised(day, number):
    due = add_working_days(day, number)

    assert is_working_day(due)
    begins = day if is_working_day(day) else add_working_days(day, 0)
    assert working_days_between(begins, due) == number
