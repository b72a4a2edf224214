"""A CSV file as somebody exported it: the encoding and the separator are found, a broken row has its number."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from .errors import ImportRefused

LARGEST_CELL = 1_000_000  # characters: beyond it, a quotation mark is missing somewhere
CHUNK = 1 << 20
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True)
class Row:
    """`number` is the row of a spreadsheet: the heading is 1. `cells` is None where the row is broken."""

    number: int
    cells: dict[str, str] | None


class Table:
    """Raises ImportRefused where it is no table. Read row by row: a file may be larger than the memory."""

    def __init__(self, path: Path) -> None:
        self.path, self.done = path, 0.0
        try:
            self.size = path.stat().st_size
            self.encoding = encoding_of(path)
            with self._lines() as lines:
                first = next(lines, "")
        except OSError as error:
            raise ImportRefused(_("Filen %(name)s går inte att läsa.") % {"name": path.name}) from error
        self.delimiter = max(",;\t|", key=first.count)
        with self._records() as records:
            heading = next(records, [])
        self.columns = [name.strip() for name in heading]
        named = [name for name in self.columns if name]
        if len(named) < 2:
            raise ImportRefused(_("%(name)s: första raden har inga kolumner.") % {"name": path.name})
        if twice := sorted({name for name in named if named.count(name) > 1}):
            raise ImportRefused(
                _("%(name)s: kolumnen %(columns)s finns två gånger.") % {"name": path.name, "columns": ", ".join(twice)}
            )

    def rows(self) -> Iterator[Row]:
        with self._records() as records:
            next(records, None)
            for number, record in enumerate(records, start=2):
                if any(cell.strip() for cell in record):
                    whole = len(record) == len(self.columns)
                    yield Row(number, dict(zip(self.columns, record, strict=True)) if whole else None)

    @contextmanager
    def _records(self) -> Iterator[Iterator[list[str]]]:
        before = csv.field_size_limit(LARGEST_CELL)
        try:
            with self._lines() as lines:
                yield self._parsed(lines)
        finally:
            csv.field_size_limit(before)

    def _parsed(self, lines: Iterator[str]) -> Iterator[list[str]]:
        number = 0
        reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
        try:
            for number, record in enumerate(reader, start=1):  # noqa: B007 - read when a row breaks
                yield record
        except (csv.Error, UnicodeError) as error:
            raise ImportRefused(
                _("%(name)s: tabellen är trasig på rad %(row)d (%(why)s). Ingenting är hämtat.")
                % {"name": self.path.name, "row": number + 1, "why": error}
            ) from error

    @contextmanager
    def _lines(self) -> Iterator[Iterator[str]]:
        with self.path.open("rb") as raw, io.TextIOWrapper(raw, encoding=self.encoding, newline="") as text:
            yield self._counted(text, raw)

    def _counted(self, text: Iterable[str], raw: BinaryIO) -> Iterator[str]:
        for line in text:
            self.done = raw.tell() / self.size if self.size else 1.0
            yield line.replace("\0", "")


def encoding_of(path: Path) -> str:
    """UTF-8 where the bytes are that, otherwise what Windows and older systems write."""
    with path.open("rb") as file:
        start = file.read(4)
    for bom, encoding in BOMS:
        if start.startswith(bom):
            return encoding
    return next(encoding for encoding in ("utf-8", "cp1252", "latin-1") if _decodes(path, encoding))


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True
