"""Entries laid aside by idea, on disk: a file of any size is read once, in any order, and leaves thread by thread."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from types import TracebackType

from .reading import ReadEntry

COLUMNS = "idea, key, parent, row, text, at, by, remarks"


class Shelf:
    def __init__(self) -> None:
        # No name: a file of its own that is gone when it is closed.
        self._rows = sqlite3.connect("")
        self._rows.execute("CREATE TABLE entry (idea, key, parent, row, text, at, by, remarks, UNIQUE (idea, key))")

    def __enter__(self) -> Shelf:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._rows.close()

    def lay(self, entry: ReadEntry) -> bool:
        """False where the idea has an entry of that key already: the first one counts."""
        at = entry.at.isoformat() if entry.at else None
        values = (entry.idea, entry.key, entry.parent, entry.row, entry.text, at, entry.by, " ".join(entry.remarks))
        added = self._rows.execute(f"INSERT OR IGNORE INTO entry ({COLUMNS}) VALUES (?,?,?,?,?,?,?,?)", values)  # noqa: S608 - no value is in it
        return bool(added.rowcount)

    def threads(self, *, least: int) -> Iterator[dict[str, list[ReadEntry]]]:
        """Whole threads, as many at a time as hold `least` entries; each in the order of the file."""
        found = self._rows.execute(f"SELECT {COLUMNS} FROM entry ORDER BY idea, row")  # noqa: S608 - no value is in it
        batch: dict[str, list[ReadEntry]] = {}
        size = 0
        for idea, rows in groupby(found, key=lambda row: row[0]):
            batch[idea] = [_entry(row) for row in rows]
            size += len(batch[idea])
            if size >= least:
                yield batch
                batch, size = {}, 0
        if batch:
            yield batch


def _entry(row: tuple[str, str, str, int, str, str | None, str, str]) -> ReadEntry:
    idea, key, parent, number, text, at, by, remarks = row
    moment = datetime.fromisoformat(at) if at else None
    return ReadEntry(number, key, idea, parent, text, moment, by, tuple(remarks.split()))
