from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from django.db import connection, transaction
from django.db.backends.postgresql.client import DatabaseClient

from .manifest import Refused
from .media import named

if TYPE_CHECKING:
    from collections.abc import Iterator

# One transaction: either all of it is as it was in the archive, or nothing has changed.
BEFORE = (
    "SET lock_timeout = '10s';\nSET client_min_messages = warning;\n"
    "DROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"
)
COUNTED = (
    "DO $$ BEGIN IF (SELECT count(*) FROM public.{table}) <> {rows:d} "
    "THEN RAISE EXCEPTION 'rows are missing'; END IF; END $$;\n"
)
BROKEN = "DO $$ BEGIN RAISE EXCEPTION 'the archive could not be read'; END $$;\n"


def program(name: str) -> str:
    """On PATH, or the newest that Debian has."""
    if found := shutil.which(name):
        return found
    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: path.parts[-3].zfill(3))
    if not newest:
        raise Refused(f"{name} is not installed (Debian: apt install postgresql-client).")
    return str(newest[-1])


def snapshot(to: Path) -> tuple[dict[str, int], set[str]]:
    """A dump as of one moment, while the portal runs: (rows of each table, files that rows name)."""
    dump = program("pg_dump")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        moment = cursor.fetchone()[0]
        arguments = ["--format=custom", "--schema=public", "--no-owner", "--no-privileges"]
        _run([dump, *arguments, f"--snapshot={moment}", f"--file={to}", *_whereto()])
        rows = {table: _count(table) for table in connection.introspection.table_names(cursor)}
        return rows, named(_ask)


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
        return int(cursor.fetchone()[0])


def _ask(query: str) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        yield from (str(row[0]) for row in cursor.fetchall())


@contextmanager
def put_back(dump: Path, rows: dict[str, int]) -> Iterator[None]:
    """All in one transaction, and only then what is done inside."""
    connection.close()
    reading = subprocess.Popen(  # noqa: S603 - our own arguments
        [program("pg_restore"), "--schema=public", "--no-owner", "--no-privileges", "--file=-", str(dump)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    writing = subprocess.Popen(  # noqa: S603 - our own arguments
        [program("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "--single-transaction", "-f", "-", *_whereto()],
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    if reading.stdout is None or writing.stdin is None:
        raise RuntimeError("the pipes are missing")
    with suppress(BrokenPipeError):  # psql has stopped, and says why
        _pour(reading, reading.stdout, writing.stdin, rows)
    reading.kill()
    reading.wait()
    _told, why = writing.communicate()
    if writing.returncode:
        raise Refused(f"PostgreSQL did not take the archive; nothing was changed. {_sentence(why)}")
    yield


def _pour(reading: subprocess.Popen[bytes], source: IO[bytes], target: IO[bytes], rows: dict[str, int]) -> None:
    target.write(BEFORE.encode())
    shutil.copyfileobj(source, target)
    if reading.wait():
        target.write(BROKEN.encode())
    for table, count in rows.items():
        target.write(COUNTED.format(table=connection.ops.quote_name(table), rows=count).encode())
    target.flush()


def _sentence(said: bytes) -> str:
    """The error alone: what follows it may quote a row."""
    lines = [line for line in said.decode(errors="replace").splitlines() if "ERROR" in line or "error:" in line]
    sentence = lines[0].split("ERROR:")[-1].strip() if lines else ""
    if "lock timeout" in sentence:
        return "The database is in use. Stop the web server and the worker, then try again."
    return sentence


def _whereto() -> list[str]:
    arguments, _environment = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    return [str(argument) for argument in arguments[1:]]


def _environment() -> dict[str, str]:
    """The password goes by the environment: other people of the machine can read a command line."""
    _arguments, environment = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    return {**os.environ, **(environment or {})}


def _run(command: list[str]) -> None:
    done = subprocess.run(command, env=_environment(), capture_output=True, check=False)  # noqa: S603 - our own arguments
    if done.returncode:
        raise Refused(f"{Path(command[0]).name} did not succeed. {_sentence(done.stderr)}")
