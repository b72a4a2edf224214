"""Write many rows fast: COPY on PostgreSQL, executemany on SQLite. Nothing here checks a rule; the database does."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from django.core.management.color import no_style
from django.db import connection, models

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BATCH = 20_000


def write(model: type[models.Model], rows: Iterable[dict[str, Any]]) -> int:
    """Each row names columns by attname; what it leaves out takes the model's default. Returns how many."""
    fields = model._meta.local_concrete_fields
    iterator, count = iter(rows), 0
    first = next(iterator, None)
    if first is None:
        return 0
    told = [field for field in fields if not field.primary_key or field.attname in first]
    ready = {field.attname: value_of(field, _default(field)) for field in told}
    prepared = (tuple(_values(told, ready, row)) for row in _chain(first, iterator))
    with connection.cursor() as cursor:
        while batch := list(islice(prepared, BATCH)):
            _send(cursor, model._meta.db_table, [field.column for field in told], batch)
            count += len(batch)
    return count


def _chain(first: dict[str, Any], others: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    yield first
    yield from others


def _default(field: models.Field[Any, Any]) -> Any:
    if field.has_default():
        return field.get_default()
    return None if field.null else field.get_default()


def value_of(field: models.Field[Any, Any], value: Any) -> Any:
    return field.get_db_prep_save(value, connection) if value is not None else None


def _values(told: list[models.Field[Any, Any]], ready: dict[str, Any], row: dict[str, Any]) -> Iterator[Any]:
    for field in told:
        name = field.attname
        yield value_of(field, row[name]) if name in row else ready[name]


def _send(cursor: Any, table: str, columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    if connection.vendor == "postgresql":
        with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
        return
    holes = ", ".join(["%s"] * len(columns))
    cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({holes})', rows)


def settle(*written: type[models.Model]) -> None:
    """After rows with keys of our own: the next key follows, and the planner knows the sizes."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(written)):
            cursor.execute(statement)
        cursor.execute("ANALYZE")
