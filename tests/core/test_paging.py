from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participation.core.paging import keyset
from participation.topics.models import Topic
from tests.factories import MunicipalityFactory, TopicFactory

ORDER = ("-published_at", "-id")
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def cursor(*values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@pytest.mark.django_db
def test_every_row_comes_once_however_the_dates_fall() -> None:
    municipality = MunicipalityFactory()
    topics = [
        TopicFactory(municipality=municipality, published_at=NOON + timedelta(hours=number // 3))
        for number in range(11)
    ]

    seen, after = [], ""
    while True:
        page = keyset(Topic.objects.all(), order=ORDER, after=after, size=4)
        seen += page.items
        after = page.next_cursor
        if not after:
            break

    assert [topic.pk for topic in seen] == [topic.pk for topic in reversed(topics)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [
        ["0001-01-01T00:00:00+14:00", 1],
        ["9999-12-31T23:59:59-14:00", 1],
        ["0001-01-01T00:00:00", 1],
        ["2026-06-01T12:00:00", 1],
        [None, 1],
        [{}, []],
        ["2026-06-01T12:00:00+00:00", 10**30],
        ["2026-06-01T12:00:00+00:00"],
        ["x", "y", "z"],
    ],
)
def test_a_cursor_that_is_not_ours_gives_the_first_page(values: list[object]) -> None:
    topic = TopicFactory()

    page = keyset(Topic.objects.all(), order=ORDER, after=cursor(*values), size=4)

    assert page.items == [topic]
    assert page.is_first


@pytest.mark.django_db
@given(st.text(max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_no_words_for_a_cursor_break_a_page(words: str) -> None:
    assert keyset(Topic.objects.all(), order=ORDER, after=words, size=4).is_first
