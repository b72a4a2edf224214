"""A question that is given up after a while, where no answer is better than a late one."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Sequence

EVERY = 10_000  # steps of SQLite's machine between two looks at the clock


def rows_within(milliseconds: int, sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows, in one exchange with the database. Raises DatabaseError when they take longer."""
    if connection.vendor == "postgresql":
        return _of_postgresql(milliseconds, sql, params)
    connection.ensure_connection()
    raw, end = connection.connection, monotonic() + milliseconds / 1000
    raw.set_progress_handler(lambda: monotonic() > end, EVERY)
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return list(cursor.fetchall())
    finally:
        raw.set_progress_handler(None, EVERY)


def _of_postgresql(milliseconds: int, sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Local to the transaction, which without one of our own is this exchange."""
    limit = "SELECT set_config('statement_timeout', %s, true)"
    with connection.cursor() as cursor:
        cursor.execute(f"{limit}; {sql}; {limit}", [str(milliseconds), *params, "0"])
        cursor.nextset()
        return list(cursor.fetchall())
