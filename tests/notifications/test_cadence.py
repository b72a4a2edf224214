from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.notifications.cadence import next_digest
from participation.notifications.models import Cadence

HERE = ZoneInfo("Europe/Stockholm")
moments = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("cadence", "now", "at"),
    [
        (Cadence.DAILY, datetime(2026, 3, 28, 7, 0, tzinfo=HERE), datetime(2026, 3, 29, 5, 0, tzinfo=UTC)),
        (Cadence.DAILY, datetime(2026, 3, 28, 6, 59, tzinfo=HERE), datetime(2026, 3, 28, 6, 0, tzinfo=UTC)),
        (Cadence.DAILY, datetime(2026, 10, 24, 8, 0, tzinfo=HERE), datetime(2026, 10, 25, 6, 0, tzinfo=UTC)),
        (Cadence.WEEKLY, datetime(2026, 3, 23, 7, 0, tzinfo=HERE), datetime(2026, 3, 30, 5, 0, tzinfo=UTC)),
        (Cadence.WEEKLY, datetime(2026, 10, 19, 7, 0, tzinfo=HERE), datetime(2026, 10, 26, 6, 0, tzinfo=UTC)),
        (Cadence.DAILY, datetime(2026, 12, 31, 23, 30, tzinfo=UTC), datetime(2027, 1, 1, 6, 0, tzinfo=UTC)),
    ],
)
def test_the_hour_is_that_of_the_clocks_of_the_country(cadence: str, now: datetime, at: datetime) -> None:
    assert next_digest(cadence, now) == at


@given(moments, st.sampled_from([Cadence.DAILY, Cadence.WEEKLY]))
def test_the_next_is_the_first_seven_o_clock_to_come(now: datetime, cadence: str) -> None:
    at = next_digest(cadence, now).astimezone(HERE)

    assert (at.hour, at.minute) == (7, 0)
    assert now < at.astimezone(UTC) <= now + timedelta(days=1 if cadence == Cadence.DAILY else 7, hours=1)
    assert cadence == Cadence.DAILY or at.weekday() == 0
