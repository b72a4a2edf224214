"""Whether a table of words says what its sources say, and its index what the table says; and how that is mended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import DatabaseError, connection, transaction

from participation.core.integrity import register

from .words import Words, triggers

BATCH = 1_000
Wanted = Callable[[], Iterable[Words]]


def register_words(model: type[Words], wanted: Wanted) -> None:
    """`wanted()` gives the row of words that each source should have, made from the source itself."""
    label = model._meta.label_lower

    def find() -> Iterator[str]:
        for words in outdated(model, wanted()):
            yield f"{label} {words.pk} is missing, or does not say what it is made of"
        if not is_sound(model):
            yield f"the index of {label} does not say what its rows say"

    def repair() -> int:
        mended = 0
        rows = outdated(model, wanted())
        while batch := list(islice(rows, BATCH)):
            model.objects.keep(batch)
            mended += len(batch)
        if not is_sound(model):
            rebuild(model)
            mended += 1
        return mended

    register(f"{label} index", find, repair=repair)


def outdated(model: type[Words], wanted: Iterable[Words]) -> Iterator[Words]:
    rows = iter(wanted)
    while batch := list(islice(rows, BATCH)):
        stored = model.objects.in_bulk([words.pk for words in batch])
        yield from (words for words in batch if not _say_the_same(words, stored.get(words.pk)))


def _say_the_same(words: Words, stored: Words | None) -> bool:
    """The moment may differ: that of a page is when it was made known last."""
    return stored is not None and (words.stems, words.municipality_id) == (stored.stems, stored.municipality_id)


def is_sound(model: type[Words]) -> bool:
    """PostgreSQL computes its index, so that it cannot say anything else than the rows."""
    if connection.vendor == "postgresql":
        return True
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        there = {name for (name,) in cursor.fetchall()}
    return there >= set(triggers(table, "")) and _agrees(table)


def _agrees(table: str) -> bool:
    check = f'INSERT INTO "{table}_fts"("{table}_fts", rank) VALUES (\'integrity-check\', 1)'  # noqa: S608
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(check)
    except DatabaseError:
        return False
    return True


def rebuild(model: type[Words]) -> None:
    """SQLite's index and its triggers anew, from the rows."""
    meta: Any = model._meta
    table = meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        for name, statement in triggers(table, meta.pk.column).items():
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
            cursor.execute(statement)
        cursor.execute(f'INSERT INTO "{table}_fts"("{table}_fts") VALUES (\'rebuild\')')  # noqa: S608
