from __future__ import annotations

import pytest
from django.db import connection


@pytest.mark.django_db
def test_postgresql_knows_that_disks_no_longer_turn():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite asks nothing of the kind")

    with connection.cursor() as cursor:
        cursor.execute("SHOW random_page_cost")

        assert float(cursor.fetchone()[0]) == 1.1
