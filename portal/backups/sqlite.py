from __future__ import annotations

import gzip
import os
import shutil
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection

from .manifest import Refused
from .media import HIDDEN, named

if TYPE_CHECKING:
    from collections.abc import Iterator

SIDECARS = ("-wal", "-shm", "-journal")


def snapshot(to: Path) -> tuple[dict[str, int], set[str]]:
    """A copy as of one moment, while the portal runs: (rows of each table, files that rows name)."""
    plain = to.with_suffix("")
    connection.ensure_connection()
    with closing(sqlite3.connect(plain)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        if copy.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise Refused("SQLite finds its own file damaged (PRAGMA quick_check); nothing was written.")
        rows = count(copy)
        files = named(lambda query: (str(row[0]) for row in copy.execute(query)))
    with plain.open("rb") as source, gzip.open(to, "wb", compresslevel=3) as target:
        shutil.copyfileobj(source, target)
    plain.unlink()
    return rows, files


def count(database: sqlite3.Connection) -> dict[str, int]:
    found = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
    )
    return {table: _count(database, table) for (table,) in found.fetchall()}


def _count(database: sqlite3.Connection, table: str) -> int:
    quoted = table.replace('"', '""')
    return int(database.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0])  # noqa: S608


@contextmanager
def put_back(dump: Path, rows: dict[str, int]) -> Iterator[None]:
    """The restored database is checked before, and takes the place of the other after, what is done inside."""
    place = Path(connection.settings_dict["NAME"])
    new = place.with_name(f"{HIDDEN}new-{os.getpid()}.sqlite3")
    connection.close()
    try:
        _unpack(dump, new, rows)
        _nobody_has_it_open(place)
        yield
        for sidecar in SIDECARS:
            place.with_name(place.name + sidecar).unlink(missing_ok=True)
        new.replace(place)
    finally:
        new.unlink(missing_ok=True)


def _unpack(dump: Path, new: Path, rows: dict[str, int]) -> None:
    try:
        with gzip.open(dump) as source, new.open("xb") as target:
            shutil.copyfileobj(source, target)
            target.flush()
            os.fsync(target.fileno())
        new.chmod(0o600)
        with closing(sqlite3.connect(new)) as database:
            whole = database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            if not whole or count(database) != rows:
                raise Refused("The database in the archive does not hold the rows that its manifest counts.")
    except (sqlite3.DatabaseError, gzip.BadGzipFile, EOFError):
        raise Refused("The database in the archive cannot be read.") from None


def _nobody_has_it_open(place: Path) -> None:
    """Leaving WAL needs to be alone. A portal that writes on into the old file would lose every word of it."""
    if not place.exists():
        return
    with closing(sqlite3.connect(place, timeout=2)) as database:
        try:
            database.execute("PRAGMA journal_mode=DELETE")
            database.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            if "not a database" in str(error):
                return
            raise Refused("The database is in use. Stop the web server and the worker, then try again.") from None
