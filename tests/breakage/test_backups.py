"""A backup of a portal at work, put back into an empty place: every row, every count, every file."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import stat
import tarfile
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from django.db import connection

from tests import database
from tests.parallel import own_database

from .running import Running
from .stores import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EMPTY = f"samskapa_empty_{os.getpid()}"
OF_THE_MOMENT = {"cache_entry"}


@pytest.fixture(scope="module")
def source(
    tmp_path_factory: pytest.TempPathFactory, fresh_database: Callable[[], None], django_db_blocker: Any
) -> Iterator[Running]:
    fresh_database()
    folder = tmp_path_factory.mktemp("backup") / "source"
    folder.mkdir()
    with django_db_blocker.unblock(), own_database(folder) as address:
        portal = Running(folder, address, 9)
        portal.world = portal.do("create")
        portal.do("write_files", number=3)
        portal.do("write_mails", number=2)
        yield portal
        portal.stop()


@pytest.fixture(scope="module", autouse=True)
def archive(source: Running) -> Path:
    """Taken before any test writes more, in whatever order they run."""
    source.world["stored"] = source.store.rows(), files_of(source)
    folder = source.folder.parent / "archives"
    folder.mkdir()
    done = source.manage("backup", str(folder))
    assert done.returncode == 0, done.stderr
    (path,) = folder.iterdir()  # and no half-finished one
    return path


@pytest.fixture(scope="module")
def empty_place(source: Running, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[Running]:
    """A folder without files and a database without tables."""
    folder = tmp_path_factory.mktemp("backup") / "empty"
    folder.mkdir()
    if connection.vendor == "sqlite":
        address = f"sqlite:///{folder / 'empty.sqlite3'}"
    else:
        address = f"{source.environment['DATABASE_URL'].rpartition('/')[0]}/{EMPTY}"
        with django_db_blocker.unblock():
            database._maintain(f'CREATE DATABASE "{EMPTY}"')
    portal = Running(folder, address, 9)
    yield portal
    portal.stop()
    if connection.vendor != "sqlite":
        with django_db_blocker.unblock():
            database._maintain(f'DROP DATABASE IF EXISTS "{EMPTY}" WITH (FORCE)')


@pytest.fixture
def nothing_there(empty_place: Running, django_db_blocker: Any) -> None:
    """Whatever another test restored there is gone: they run in any order."""
    empty_place.stop()  # the process of world.py may hold the database
    for shelf in ("media", "private"):
        shutil.rmtree(empty_place.folder / shelf, ignore_errors=True)
    if connection.vendor == "sqlite":
        for file in empty_place.folder.glob("empty.sqlite3*"):
            file.unlink()
        return
    with django_db_blocker.unblock():
        database._maintain(f'DROP DATABASE IF EXISTS "{EMPTY}" WITH (FORCE)')
        database._maintain(f'CREATE DATABASE "{EMPTY}"')


@pytest.fixture
def restored(nothing_there: None, archive: Path, empty_place: Running) -> None:
    done = empty_place.call("restore", str(archive))
    assert done.returncode == 0, done.stderr


def files_of(portal: Running) -> dict[str, str]:
    return {
        str(path.relative_to(portal.folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for shelf in ("media", "private")
        for path in (portal.folder / shelf).rglob("*")
        if path.is_file()
    }


def test_an_archive_is_for_its_owner_alone_and_never_where_visitors_fetch_files(
    source: Running, archive: Path, django_db_setup: None
) -> None:
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600

    for place in ("media", "private", "static"):
        (source.folder / place).mkdir(exist_ok=True)
        refused = source.call("backup", str(source.folder / place))
        assert "served to visitors" in refused.stderr
        assert not list((source.folder / place).glob("*.tar"))
    assert "is there already" in source.call("backup", str(archive)).stderr
    assert "no folder" in source.call("backup", "/nowhere/at/all.tar").stderr


def test_a_restore_into_an_empty_place_brings_every_row_and_every_file_back(
    source: Running, archive: Path, empty_place: Running, nothing_there: None, django_db_setup: None
) -> None:
    done = empty_place.manage("restore", str(archive))

    assert done.returncode == 0, done.stderr
    assert "all as it should be" in done.stdout
    (before, files), after = source.world["stored"], empty_place.store.rows()
    assert len(before) > 80
    assert before["topics_topic"]
    assert before["notifications_outgoingmail"]
    assert {table: rows for table, rows in before.items() if table not in OF_THE_MOMENT} == {
        table: rows for table, rows in after.items() if table not in OF_THE_MOMENT
    }
    assert len(files) == 7  # three photos with thumbnails, and the editor's
    assert files_of(empty_place) == files
    private = [path for path in (empty_place.folder / "private").rglob("*") if path.is_file()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in private} == {0o600}
    root = empty_place.folder / "private"
    folders = [root, *(path for path in root.rglob("*") if path.is_dir())]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folders} == {0o700}
    for stored in empty_place.folder.glob("*.sqlite3"):
        assert stat.S_IMODE(stored.stat().st_mode) == 0o600
    assert {path.name for path in empty_place.folder.iterdir()} <= {"media", "private", "empty.sqlite3"}

    once_more = empty_place.call("restore", str(archive))
    assert once_more.returncode == 1
    assert "--overwrite" in once_more.stderr
    assert files_of(empty_place) == files


def test_a_restore_over_what_is_there_leaves_nothing_of_it(
    source: Running, archive: Path, empty_place: Running, restored: None, django_db_setup: None
) -> None:
    later = empty_place.folder / "media" / "later.txt"
    later.parent.mkdir(exist_ok=True)
    later.write_text("written after the backup")
    empty_place.store.execute("UPDATE topics_topic SET title = 'changed after the backup'")

    done = empty_place.call("restore", str(archive), "--overwrite", "--withhold-mail")

    assert done.returncode == 0, done.stderr
    rows, files = source.world["stored"]
    assert files_of(empty_place) == files
    assert empty_place.store.rows()["topics_topic"] == rows["topics_topic"]
    assert empty_place.store.mails("waiting") == 0
    assert empty_place.store.mails("withheld") == source.store.mails("waiting")


@pytest.mark.parametrize("harm", ["cut", "bit", "extra", "older format"])
def test_a_cut_or_changed_archive_is_refused_and_changes_nothing(
    harm: str, archive: Path, empty_place: Running, tmp_path: Path, django_db_setup: None
) -> None:
    harmed = tmp_path / "harmed.tar"
    shutil.copy(archive, harmed)
    HARMS[harm](harmed)
    before = (empty_place.store.tables(), files_of(empty_place))

    done = empty_place.call("restore", str(harmed), "--overwrite")

    assert done.returncode == 1
    assert done.stderr.startswith("CommandError: The archive")
    assert (empty_place.store.tables(), files_of(empty_place)) == before


def cut(archive: Path) -> None:
    os.truncate(archive, archive.stat().st_size * 2 // 3)


def change_a_bit(archive: Path) -> None:
    with tarfile.open(archive) as tar:
        member = next(member for member in tar.getmembers() if member.name.startswith("private/"))
    with archive.open("r+b") as file:
        file.seek(member.offset_data + 10)
        byte = file.read(1)[0]
        file.seek(member.offset_data + 10)
        file.write(bytes([byte ^ 1]))


def add_a_file(archive: Path) -> None:
    with tarfile.open(archive, "a") as tar:
        tar.addfile(tarfile.TarInfo("../../etc/cron.d/ours"))


def make_it_old(archive: Path) -> None:
    """The manifest says another format, and its seal fits."""
    content = archive.read_bytes()
    old = content.replace(b'"format": 1', b'"format": 7')
    with tarfile.open(archive) as tar:
        manifest = tar.extractfile("manifest.json").read()  # type: ignore[union-attr]
    seal = hashlib.sha256(manifest).hexdigest().encode()
    new_seal = hashlib.sha256(manifest.replace(b'"format": 1', b'"format": 7')).hexdigest().encode()
    archive.write_bytes(old.replace(seal, new_seal))


HARMS: dict[str, Callable[[Path], None]] = {
    "cut": cut,
    "bit": change_a_bit,
    "extra": add_a_file,
    "older format": make_it_old,
}


def test_no_row_of_a_backup_taken_while_people_send_photos_points_to_a_missing_file(
    source: Running, empty_place: Running, tmp_path: Path, django_db_setup: None
) -> None:
    writing = threading.Thread(target=lambda: source.do("write_files", number=40))
    writing.start()
    archive = tmp_path / "busy.tar"
    taken = source.manage("backup", str(archive))
    writing.join()

    done = empty_place.call("restore", str(archive), "--overwrite")

    assert (taken.returncode, done.returncode) == (0, 0), taken.stderr + done.stderr
    assert "has no such file" not in taken.stderr
    named = {row[0] for row in empty_place.store.execute("SELECT file FROM faults_faultphoto")}
    assert named
    there = {name.removeprefix("private/") for name in files_of(empty_place)}
    assert named <= there


def test_a_portal_that_is_still_running_is_not_overwritten(
    source: Running, archive: Path, django_db_setup: None
) -> None:
    store = Store(source.environment["DATABASE_URL"])
    before = store.rows()["topics_topic"]
    with in_use(source):
        done = source.call("restore", str(archive), "--overwrite")

    assert done.returncode == 1
    assert "Stop the web server and the worker" in done.stderr
    assert store.rows()["topics_topic"] == before


@contextmanager
def in_use(portal: Running) -> Iterator[None]:
    """Somebody reads, as a web server does."""
    url = portal.environment["DATABASE_URL"]
    held: Any = sqlite3.connect(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else psycopg.connect(url)
    if url.startswith("sqlite"):
        held.execute("PRAGMA journal_mode=WAL")
    held.execute("SELECT count(*) FROM topics_topic").fetchone()
    yield
    held.close()
