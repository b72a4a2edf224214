"""The index of words, on both databases: PostgreSQL's GIN on a column that it computes itself, SQLite's FTS5.

A table of words stands beside what it makes findable and holds one row for each: its stems, and from when it is. It
is a table of its own because counters change all day, and each change of a row would be written to every index on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models

from participation.places.models import Municipality

from .question import Question

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.models.sql.compiler import SQLCompiler


class StemsField(models.TextField):
    """Stems, joined by spaces; `stems__hold=question` asks the index."""

    def get_internal_type(self) -> str:
        return "TextField"


@StemsField.register_lookup
class Hold(models.Lookup):
    lookup_name = "hold"
    prepare_rhs = False
    rhs: Question
    lhs: Any

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[str]]:
        return f'"{self.lhs.alias}"."vector" @@ %s::tsquery', [self.rhs.for_postgresql()]

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[str]]:
        meta = self.lhs.target.model._meta
        index = f"{meta.db_table}_fts"
        found = f'SELECT rowid FROM "{index}" WHERE "{index}" MATCH %s'  # noqa: S608 - names of ours
        return f'"{self.lhs.alias}"."{meta.pk.column}" IN ({found})', [self.rhs.for_sqlite()]


class WordsQuerySet(models.QuerySet[Any]):
    def holding(self, asked: Question) -> Self:
        return self.filter(stems__hold=asked) if asked else self.none()

    def keep(self, rows: Iterable[Any]) -> None:
        """Write the words of each, in one statement for all of them."""
        told = [field.name for field in self.model._meta.concrete_fields if not field.primary_key]
        self.bulk_create(rows, update_conflicts=True, unique_fields=["pk"], update_fields=told)


class Words(models.Model):
    """What something says. A model of its own has the key of what it makes findable as its primary key."""

    # Beside `at`, so that a question about a small municipality need not walk past all the others' words.
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, editable=False, db_index=False, related_name="+"
    )
    at = models.DateTimeField()
    stems = StemsField(blank=True)

    objects: ClassVar[Any] = WordsQuerySet.as_manager()

    class Meta:
        abstract = True
        indexes = [
            models.Index(fields=["-at"], name="%(app_label)s_%(class)s_new"),
            models.Index(fields=["municipality", "-at"], name="%(app_label)s_%(class)s_of"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


def make_index(editor: BaseDatabaseSchemaEditor, table: str, key: str) -> None:
    """For a migration, after the table."""
    if editor.connection.vendor == "postgresql":
        words = "array_remove(string_to_array(stems, ' '), '')"
        vector = f"tsvector GENERATED ALWAYS AS (array_to_tsvector({words})) STORED"
        editor.execute(f'ALTER TABLE "{table}" ADD COLUMN vector {vector}')
        editor.execute(f'CREATE INDEX "{table}_words" ON "{table}" USING gin (vector)')
        return
    editor.execute(
        f'CREATE VIRTUAL TABLE "{table}_fts" USING fts5(stems, content="{table}", content_rowid="{key}", '
        "tokenize=\"unicode61 remove_diacritics 0\", prefix='3 4')"
    )
    for statement in triggers(table, key).values():
        editor.execute(statement)


def drop_index(editor: BaseDatabaseSchemaEditor, table: str) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(f'ALTER TABLE "{table}" DROP COLUMN vector')
        return
    for name in triggers(table, ""):
        editor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
    editor.execute(f'DROP TABLE "{table}_fts"')


def triggers(table: str, key: str) -> dict[str, str]:
    """SQLite keeps its index true by these, as PostgreSQL does by the computed column."""
    index = f'"{table}_fts"'
    add = f"INSERT INTO {index}(rowid, stems) VALUES (new.{key}, new.stems);"  # noqa: S608 - names of ours
    take = f"INSERT INTO {index}({index}, rowid, stems) VALUES ('delete', old.{key}, old.stems);"  # noqa: S608
    events = {"INSERT": add, "UPDATE": f"{take} {add}", "DELETE": take}
    return {
        f"{table}_{event.lower()}": f'CREATE TRIGGER "{table}_{event.lower()}" AFTER {event} ON "{table}" '
        f"BEGIN {deeds} END"
        for event, deeds in events.items()
    }
