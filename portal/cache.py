"""The database's cache, made fit for counting: one statement that no other process can come between.

Django's own reads, adds one and writes, so that two processes count as one; and it throws away living entries once
there are 300. Without its table (`createcachetable` forgotten) each process goes on with a cache of its own.
"""

from __future__ import annotations

import logging
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.core.cache import caches
from django.core.cache.backends import db
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.db import DatabaseError, connections, router, transaction

from .patience import impatient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

log = logging.getLogger(__name__)

COUNT = (
    "INSERT INTO {table} (cache_key, value, expires) VALUES {rows} "
    "ON CONFLICT (cache_key) DO UPDATE SET value = CAST(CAST({table}.value AS INTEGER) + 1 AS TEXT) "
    "RETURNING cache_key, value"
)


class DatabaseCache(db.DatabaseCache):
    _table: str  # set by Django

    def count(self, entries: dict[str, float]) -> dict[str, int]:
        """One more for each key, and how many that makes. `entries` says when each key may be forgotten (epoch).

        The values are plain numbers, not what `get` reads. Raises DatabaseError.
        """
        connection = connections[self._alias]
        keys = sorted(entries)  # everybody takes the rows in the same order, or two would wait for each other
        values: list[Any] = []
        for key in keys:
            expires = connection.ops.adapt_datetimefield_value(datetime.fromtimestamp(int(entries[key]), UTC))
            values += [self.make_and_validate_key(key), "1", expires]
        statement = COUNT.format(
            table=connection.ops.quote_name(self._table), rows=", ".join(["(%s, %s, %s)"] * len(keys))
        )
        with self._briefly(), self._lightly(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            found = dict(cursor.fetchall())
        return {key: int(found[self.make_and_validate_key(key)]) for key in keys}

    def forget_expired(self, now: datetime) -> int:
        connection = connections[self._alias]
        with connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM {connection.ops.quote_name(self._table)} WHERE expires < %s",  # noqa: S608  # our table
                [connection.ops.adapt_datetimefield_value(now.replace(microsecond=0))],
            )
            return int(cursor.rowcount)

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        keys = list(keys)
        return self._or_alone(
            lambda: super(DatabaseCache, self).get_many(keys, version),
            lambda: caches["local"].get_many(keys, version),
        )

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        return self._or_alone(
            lambda: super(DatabaseCache, self).set(key, value, timeout, version),
            lambda: caches["local"].set(key, value, timeout, version),
        )

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._or_alone(
            lambda: super(DatabaseCache, self).add(key, value, timeout, version),
            lambda: caches["local"].add(key, value, timeout, version),
        )

    def delete(self, key: Any, version: int | None = None) -> bool:
        return self._or_alone(
            lambda: super(DatabaseCache, self).delete(key, version),
            lambda: caches["local"].delete(key, version),
        )

    def _cull(self, db: str, cursor: Any, now: datetime, num: int) -> None:
        """Only what has expired goes: a count that still holds somebody back is never thrown away for room."""
        self.forget_expired(now)

    @property
    def _alias(self) -> str:
        return str(router.db_for_write(self.cache_model_class))

    def _held_apart(self) -> AbstractContextManager[Any]:
        """An error inside a transaction would spoil all of it (PostgreSQL), unless it has a savepoint of its own."""
        return transaction.atomic(using=self._alias) if connections[self._alias].in_atomic_block else nullcontext()

    def _briefly(self) -> AbstractContextManager[Any]:
        """What is counted will wait for a locked SQLite as well: both together must not tire the web server out."""
        return impatient() if connections[self._alias].vendor == "sqlite" else nullcontext()

    @contextmanager
    def _lightly(self) -> Iterator[None]:
        """A count that a crash loses is no loss: on PostgreSQL nobody waits for the disk, least of all in a row."""
        connection = connections[self._alias]
        if connection.vendor != "postgresql" or connection.in_atomic_block:
            with self._held_apart():
                yield
            return
        with transaction.atomic(using=self._alias):
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL synchronous_commit TO OFF")
            yield

    def _or_alone(self, shared: Callable[[], Any], alone: Callable[[], Any]) -> Any:
        try:
            with self._held_apart():
                return shared()
        except DatabaseError as error:
            log.error("the shared cache is gone (%s): this process goes on alone", type(error).__name__)
            return alone()


def forget_expired(now: datetime) -> None:
    """The cache is asked for by name when it is time: each thread has an object of its own."""
    cache = caches["default"]
    if isinstance(cache, DatabaseCache):
        cache.forget_expired(now)
