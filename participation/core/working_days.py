"""Days when the municipality works: not at weekends, nor on Swedish public holidays (lag 1989:253) and their eves.

Midsummer's Eve, Christmas Eve and New Year's Eve are no holidays in the law, but nobody mends a lamp on them.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

SATURDAY = 5


def add_working_days(day: date, number: int) -> date:
    """The day by which `number` working days have passed since `day`; 0 is the same day, or the next that counts."""
    while not is_working_day(day):
        day += timedelta(days=1)
    for _step in range(number):
        day += timedelta(days=1)
        while not is_working_day(day):
            day += timedelta(days=1)
    return day


def working_days_between(first: date, last: date) -> int:
    """How many working days come after `first`, up to and with `last`."""
    return sum(is_working_day(first + timedelta(days=step)) for step in range(1, (last - first).days + 1))


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in _free(day.year)


@cache
def _free(year: int) -> frozenset[date]:
    from holidays.countries.sweden import Sweden  # only here: it takes 8 MB, and most pages count no days

    holidays = frozenset(Sweden(years=year, include_sundays=False))
    return holidays | {day - timedelta(days=1) for day in holidays if _has_an_eve(day)} | {date(year, 12, 31)}


def _has_an_eve(day: date) -> bool:
    """Midsummer, the only one on a Saturday in June from the 20th on, and Christmas."""
    return (day.month, day.day) == (12, 25) or (day.month == 6 and day.day >= 20)
