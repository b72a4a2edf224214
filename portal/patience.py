"""Ask the database without waiting long for it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterator

MILLISECONDS = 2000


@contextmanager
def impatient() -> Iterator[None]:
    """No statement in here waits longer than two seconds for a lock or an answer."""
    if connection.vendor == "sqlite":
        with _impatient_sqlite():
            yield
        return
    _say(f"SET statement_timeout={MILLISECONDS}")
    try:
        yield
    finally:
        if connection.connection is not None and not connection.needs_rollback:
            _say("RESET statement_timeout")


def _say(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@contextmanager
def _impatient_sqlite() -> Iterator[None]:
    """Said past Django, which would count it as a question: it costs nothing, and a locked file stops it not."""
    connection.ensure_connection()
    usual = int(connection.settings_dict["OPTIONS"].get("timeout", 5) * 1000)
    connection.connection.execute(f"PRAGMA busy_timeout={MILLISECONDS}")
    try:
        yield
    finally:
        if connection.connection is not None:
            connection.connection.execute(f"PRAGMA busy_timeout={usual}")
