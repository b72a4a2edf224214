from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from participation.topics.models import Topic
from participation.topics.patience import rows_within
from tests.factories import TopicFactory

pytestmark = pytest.mark.django_db

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT count(*) FROM n"


def test_what_takes_too_long_is_given_up_and_the_connection_goes_on():
    TopicFactory()

    with pytest.raises(DatabaseError), transaction.atomic():
        rows_within(50, ENDLESS, [])

    assert Topic.objects.count() == 1


def test_what_is_quick_is_answered_and_leaves_no_limit_behind(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert rows_within(10_000, "SELECT %s + 1 WHERE 1 = %s", [1, 1]) == [(2,)]

    assert len(rows_within(20_000, "SELECT 1", [])) == 1
