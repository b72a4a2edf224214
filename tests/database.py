"""A migrated database for each test process in a moment: migrate once, then copy.

The template is named after the migrations and requirements that made it, so it is never stale.
`python -m tests.database` makes it beforehand.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.management import call_command
from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "tests"


def template_key() -> str:
    files = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("*/*/migrations/*.py"), ROOT / "requirements.txt"]
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def one_at_a_time() -> Iterator[None]:
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / f"lock-{connection.vendor}").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def prepare(worker: str) -> None:
    """Point Django's connection at a fresh migrated database named after `worker`."""
    if connection.vendor == "sqlite":
        _prepare_sqlite(worker)
    else:
        _prepare_postgresql(worker)


def _migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    connection.close()


def _prepare_sqlite(worker: str) -> None:
    with one_at_a_time():
        template = _sqlite_template()
    database = CACHE / f"{worker}.sqlite3"
    for leftover in CACHE.glob(f"{worker}.sqlite3*"):
        leftover.unlink()
    shutil.copy(template, database)
    connection.close()
    connection.settings_dict["NAME"] = str(database)


def _sqlite_template() -> Path:
    template = CACHE / f"template-{template_key()}.sqlite3"
    if not template.exists():
        growing = CACHE / "growing.sqlite3"
        for leftover in CACHE.glob("growing.sqlite3*"):
            leftover.unlink()
        connection.settings_dict["NAME"] = str(growing)
        _migrate()
        growing.rename(template)
    return template


def _prepare_postgresql(worker: str) -> None:
    database = f"samskapa_test_{worker}"
    with one_at_a_time():
        template = _postgresql_template()
        _maintain(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
        _maintain(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
    connection.close()
    connection.settings_dict["NAME"] = database


def _postgresql_template() -> str:
    template = f"samskapa_{template_key()}"
    if not _exists(template):
        _maintain(f'CREATE DATABASE "{template}_growing"')
        connection.close()
        connection.settings_dict["NAME"] = f"{template}_growing"
        _migrate()
        _maintain(f'ALTER DATABASE "{template}_growing" RENAME TO "{template}"')
    return template


def make_template() -> None:
    with one_at_a_time():
        _sqlite_template() if connection.vendor == "sqlite" else _postgresql_template()


def _exists(name: str) -> bool:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def _maintain(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


if __name__ == "__main__":
    import django

    django.setup()
    make_template()
