from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participation.core.paging import keyset
from participation.topics.models import Topic
from tests.examples import examples, undone
from tests.factories import MunicipalityFactory, TopicFactory

if TYPE_CHECKING:
    from participation.places.models import Municipality

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
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_no_words_for_a_cursor_break_a_page(words: str) -> None:
    assert keyset(Topic.objects.all(), order=ORDER, after=words, size=4).is_first


ORDERS = [
    ("-published_at", "-id"),
    ("published_at", "id"),
    ("-supports", "-id"),
    ("supports", "-published_at", "id"),
    ("municipality__code", "-supports", "title", "-id"),
]
moments = st.sampled_from([NOON, NOON + timedelta(microseconds=1), NOON + timedelta(hours=5)])
rows = st.tuples(moments, st.integers(0, 2), st.integers(0, 1), st.sampled_from(["Å", "a", "A", "Ö", ""]))


def stored(places: list[Municipality], made_up: list[tuple[datetime, int, int, str]]) -> set[int]:
    topics = [
        Topic(published_at=at, supports=supports, municipality=places[place], title=title, visibility="public")
        for at, supports, place, title in made_up
    ]
    return {topic.pk for topic in Topic.objects.bulk_create(topics)}


@pytest.fixture
def places(db: None) -> list[Municipality]:
    return [MunicipalityFactory(), MunicipalityFactory()]


@examples(25)
@given(st.lists(rows, max_size=12), st.lists(rows, max_size=6), st.sampled_from(ORDERS), st.integers(1, 5))
def test_pages_are_the_ordered_list_cut_in_pieces_and_newcomers_push_nothing_out(
    places: list[Municipality],
    made_up: list[tuple[datetime, int, int, str]],
    newcomers: list[tuple[datetime, int, int, str]],
    order: tuple[str, ...],
    size: int,
) -> None:
    with undone():
        old = stored(places, made_up)
        expected = list(Topic.objects.order_by(*order))
        for arriving in ([], newcomers):
            waiting, pages, after = list(arriving), [], ""
            while after or not pages:
                page = keyset(Topic.objects.select_related("municipality"), order=order, after=after, size=size)
                assert page.is_first == (not pages)
                assert len(page.items) == size or not page.next_cursor
                pages.append(page.items)
                after = page.next_cursor
                if waiting:
                    stored(places, [waiting.pop()])
            seen = [topic for items in pages for topic in items]
            assert len(seen) == len(set(seen))
            assert [topic for topic in seen if topic.pk in old] == expected
