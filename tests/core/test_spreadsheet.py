from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook

from participation.core.spreadsheet import csv_response, harmless, xlsx_response


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "  =", "\u00a0=", "\0="])
def test_a_formula_becomes_text(start):
    assert harmless(f"{start}1+1").startswith("'")


@pytest.mark.parametrize("cell", ["Belys spåret", "2281-2026-0042", "a=b", "", 17, None, "’citat’"])
def test_anything_else_stays_as_it_is(cell):
    assert harmless(cell) == str(cell)


def test_a_file_reads_back_as_it_was_written():
    rows = [["Rubrik", "Antal"], ['Med "citat", komma\noch rad', 3]]

    response = csv_response(rows, name="x.csv")

    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(text[1:]))) == [["Rubrik", "Antal"], ['Med "citat", komma\noch rad', "3"]]


def test_a_workbook_keeps_numbers_and_makes_all_else_text():
    rows = [["=1+1", 3, 2.5, True, None], ["tecken\x07 som XML saknar", "@SUM(A1)", "å", "#REF!", "2026-11-29"]]

    sheet = load_workbook(io.BytesIO(xlsx_response(rows, name="x.xlsx").content)).active

    assert [cell.value for cell in sheet[1]] == ["'=1+1", 3, 2.5, "True", "None"]
    assert [cell.value for cell in sheet[2]] == ["tecken som XML saknar", "'@SUM(A1)", "å", "#REF!", "2026-11-29"]
    assert not [cell for row in sheet for cell in row if cell.data_type in ("f", "e", "d")]
