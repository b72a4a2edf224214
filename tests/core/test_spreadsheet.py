from __future__ import annotations

import csv
import io

import pytest

from participation.core.spreadsheet import csv_response, harmless


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
