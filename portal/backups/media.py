"""The files of the portal: where they are, which of them rows name, and how a restored set takes their place."""

from __future__ import annotations

import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import connection
from django.db.models import FileField

from participation.attachments.storage import PrivateStorage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HIDDEN = ".samskapa-"


@dataclass(frozen=True)
class Column:
    """Of a table, where the names of files stand."""

    table: str
    name: str
    shelf: str

    @property
    def query(self) -> str:
        quote = connection.ops.quote_name
        return f"SELECT {quote(self.name)} FROM {quote(self.table)} WHERE {quote(self.name)} <> ''"  # noqa: S608


def roots() -> dict[str, Path]:
    """By shelf, the name in the archive."""
    return {"media": Path(settings.MEDIA_ROOT), "private": Path(settings.PRIVATE_MEDIA_ROOT)}


def columns() -> list[Column]:
    return [
        Column(model._meta.db_table, field.column, shelf)
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy and model._meta.managed
        for field in model._meta.local_concrete_fields
        if isinstance(field, FileField) and (shelf := _shelf(field))
    ]


def _shelf(field: FileField) -> str:
    """Empty for files that lie elsewhere (a bucket), which has a backup of its own."""
    if isinstance(field.storage, PrivateStorage):
        return "private"
    return "media" if isinstance(field.storage, FileSystemStorage) else ""


def named(ask: Callable[[str], Iterator[str]]) -> set[str]:
    """Every file that a row names, as named in the archive. `ask` runs a query of one column."""
    return {f"{column.shelf}/{name}" for column in columns() for name in ask(column.query)}


def files() -> Iterator[tuple[str, Path]]:
    places = roots()
    for shelf, root in places.items():
        others = {other.resolve() for other in places.values() if other != root}
        for folder, below, names in os.walk(root):
            inside = Path(folder)
            below[:] = [
                name for name in below if not name.startswith(HIDDEN) and (inside / name).resolve() not in others
            ]
            for name in sorted(names):
                if not (inside / name).is_symlink():
                    yield f"{shelf}/{(inside / name).relative_to(root).as_posix()}", inside / name


def make_folder(path: Path, *, private: bool) -> None:
    """With what is missing above it: pathlib gives its mode to the last one alone. What is there keeps its own."""
    for folder in reversed([path, *path.parents]):
        folder.mkdir(exist_ok=True, mode=0o700 if private else 0o755)


class Staging:
    """Restored files beside those that are there, and their taking of the place in one rename for each folder."""

    def __init__(self) -> None:
        token = secrets.token_hex(4)
        self.new = {shelf: root / f"{HIDDEN}new-{token}" for shelf, root in roots().items()}
        self.old = {shelf: root / f"{HIDDEN}old-{token}" for shelf, root in roots().items()}

    def place(self, name: str) -> tuple[Path, int]:
        """Where to write it, and with which rights."""
        shelf, below = name.split("/", 1)
        path = self.new[shelf] / below
        private = shelf == "private"
        make_folder(path.parent, private=private)
        return path, 0o600 if private else 0o644

    def take_place(self) -> None:
        for shelf, root in roots().items():
            if not root.is_dir():
                continue
            self.old[shelf].mkdir(mode=0o700)
            _move(root, self.old[shelf])
            if self.new[shelf].is_dir():
                _move(self.new[shelf], root)
        self.tidy()

    def tidy(self) -> None:
        for place in (*self.new.values(), *self.old.values()):
            shutil.rmtree(place, ignore_errors=True)


def _move(source: Path, target: Path) -> None:
    for entry in list(source.iterdir()):
        if not entry.name.startswith(HIDDEN):
            entry.rename(target / entry.name)
