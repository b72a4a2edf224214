"""Rows as a file that a spreadsheet opens, and never runs."""

from __future__ import annotations

import csv
from io import BytesIO
from typing import TYPE_CHECKING

from django.http import HttpResponse, StreamingHttpResponse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from django.http.response import HttpResponseBase
    from openpyxl.cell import WriteOnlyCell

RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads å as Ã¥


class Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def harmless(cell: object) -> str:
    """What begins as a formula does gets an apostrophe, which a spreadsheet shows as text. NUL is dropped."""
    text = str(cell).replace("\0", "")
    return f"'{text}" if text.lstrip(" \u00a0").startswith(RUNS) else text


def csv_lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    writer = csv.writer(Echo())
    yield BYTE_ORDER_MARK
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row])  # type: ignore[misc]  # what Echo.write returns


def csv_response(rows: Iterable[Sequence[object]], *, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    _as_a_file(response, name)
    return response


def xlsx_response(rows: Iterable[Sequence[object]], *, name: str) -> HttpResponse:
    """For tables of some hundred rows: the file is made in memory. Numbers stay numbers, all else is text."""
    from openpyxl import Workbook  # only here: it takes 15 MB, and few web workers ever write such a file

    book, file = Workbook(write_only=True), BytesIO()
    sheet = book.create_sheet()
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    book.save(file)
    response = HttpResponse(file.getvalue(), content_type=XLSX)
    _as_a_file(response, name)
    return response


def _cell(sheet: object, value: object) -> WriteOnlyCell | int | float:
    """A cell that says that it is text, so that no content makes it a formula or a fault of Excel's."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = WriteOnlyCell(sheet, value=harmless(ILLEGAL_CHARACTERS_RE.sub("", str(value))))
    cell.data_type = "s"
    return cell


def _as_a_file(response: HttpResponseBase, name: str) -> None:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
