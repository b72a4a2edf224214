"""Take a backup while the portal runs.

The database first, as of one moment, then the files: every file is written before the row that names it, so what
that moment's rows name is there. Only what is removed meanwhile can be missing; then all is taken once more.
"""

from __future__ import annotations

import os
import shutil
import tarfile
import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection

from . import archive, media, postgresql, sqlite
from .manifest import Manifest, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

TRIES = 3
KINDS: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}


def take(*, to: Path, now: datetime) -> tuple[Path, Manifest]:
    """Where the archive is, and what it holds. It is there whole, or not at all. Raises Refused."""
    path = to / f"samskapa-{now:%Y%m%d-%H%M%S}.tar" if to.is_dir() else to
    _may_lie_here(path)
    desk = Path(tempfile.mkdtemp(prefix=f"{media.HIDDEN}backup-", dir=path.parent))  # for the owner alone
    try:
        growing, manifest = _written(desk, now)
        with growing.open("rb") as file:
            os.fsync(file.fileno())
        growing.replace(path)
        _remember(path.parent)
    except OSError as error:
        raise Refused(f"The archive could not be written: {error.strerror}. Nothing is left of it.") from None
    finally:
        shutil.rmtree(desk, ignore_errors=True)
    return path, manifest


def _may_lie_here(path: Path) -> None:
    if not path.parent.is_dir():
        raise Refused(f"There is no folder {path.parent}.")
    if not path.suffix:
        raise Refused(f"There is no folder {path}. Make it first, or name a file such as {path}.tar.")
    if path.exists():
        raise Refused(f"{path} is there already.")
    for place in (*media.roots().values(), Path(settings.STATIC_ROOT)):
        if path.resolve().is_relative_to(place.resolve()):
            raise Refused(f"{place} is served to visitors or is part of the backup: choose a folder outside of it.")


def _written(desk: Path, now: datetime) -> tuple[Path, Manifest]:
    for _time in range(TRIES):
        growing, manifest = _write(desk, now)
        gone = set(manifest.missing)
        if not gone or gone <= media.named(_ask):  # as missing in the portal itself
            return growing, manifest
        growing.unlink()
    raise Refused("Files were removed all the while. Try again at a quieter hour.")


def _write(desk: Path, now: datetime) -> tuple[Path, Manifest]:
    growing, dump = desk / "archive", desk / archive.DATABASE[connection.vendor]
    rows, named = KINDS[connection.vendor].snapshot(dump)
    manifest = Manifest.now(now, rows)
    handle = os.open(growing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file, tarfile.open(fileobj=file, mode="w", format=tarfile.GNU_FORMAT) as tar:
        manifest.files[dump.name] = archive.add(tar, dump.name, dump)
        for name, path in media.files():
            with suppress(FileNotFoundError):  # removed between the look and the copy
                manifest.files[name] = archive.add(tar, name, path)
        manifest.missing = sorted(named - set(manifest.files))
        archive.close_with(tar, manifest)
    dump.unlink()
    return growing, manifest


def _ask(query: str) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        yield from (str(row[0]) for row in cursor.fetchall())


def _remember(folder: Path) -> None:
    """The new name survives a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
