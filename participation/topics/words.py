"""The index of words, on both databases: PostgreSQL's GIN on a column that it computes itself, SQLite's FTS5.

A table of words stands beside what it makes findable and holds one row for each: its stems, and from when it is. It
is a table of its own because counters change all day, and each change of a row would be written to every index on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import connections, models
from django.db.models import Exists, OuterRef

from participation.places.models import Municipality

from .question import Question

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.models.sql.compiler import SQLCompiler


MANY = 1_000  # rows that hold a word: from there on, walking the newest is quicker than sorting all


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
        return f'"{self.lhs.alias}"."{meta.pk.column}" IN ({matching(meta.db_table)})', [self.rhs.for_sqlite()]


@StemsField.register_lookup
class HoldAlong(Hold):
    """The same, for rows that are walked in an order of their own: SQLite is kept from beginning with the index."""

    lookup_name = "hold_along"

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[str]]:
        sql, params = super().as_sqlite(compiler, connection)
        return f"+{sql}", params


def matching(table: str) -> str:
    return f'SELECT rowid FROM "{table}_fts" WHERE "{table}_fts" MATCH %s'  # noqa: S608 - names of ours


class WordsQuerySet(models.QuerySet[Any]):
    def holding(self, asked: Question) -> Self:
        return self.filter(stems__hold=asked) if asked else self.none()

    def keep(self, rows: Iterable[Any]) -> None:
        """Write the words of each, in one statement for all of them."""
        told = [field.name for field in self.model._meta.concrete_fields if not field.primary_key]
        self.bulk_create(rows, update_conflicts=True, unique_fields=["pk"], update_fields=told)


def newest(sources: models.QuerySet[Any], asked: Question, told: Sequence[str], *, most: int) -> list[Any]:
    """Of `sources`, the newest `most` whose `words` hold what was asked: the values of `told`, in any order.

    Where many rows hold it, SQLite walks the words from the newest until there are enough; it would sort them all.
    """
    words = sources.model._meta.get_field("words").related_model
    if connections[sources.db].vendor == "sqlite" and is_common(words, asked):
        here = Exists(sources.order_by().filter(pk=OuterRef("pk")))
        keys = words.objects.filter(here, stems__hold_along=asked).order_by("-at", "-pk").values_list("pk", flat=True)
        return list(sources.model._base_manager.filter(pk__in=list(keys[:most])).values_list(*told))
    found = sources.filter(words__stems__hold=asked).order_by("-words__at", "-pk")
    return list(found.values_list(*told)[:most])


def is_common(words: type[Words], asked: Question) -> bool:
    """Of SQLite's index alone, which counts without reading a row."""
    some = f"SELECT count(*) FROM ({matching(words._meta.db_table)} LIMIT {MANY})"  # noqa: S608 - names of ours
    with connections[words.objects.db].cursor() as cursor:
        cursor.execute(some, [asked.for_sqlite()])
        return bool(cursor.fetchone()[0] == MANY)


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
