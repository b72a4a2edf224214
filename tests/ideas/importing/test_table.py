from __future__ import annotations

from pathlib import Path

import pytest

from participation.ideas.importing.errors import ImportRefused
from participation.ideas.importing.mapping import load, recognise
from participation.ideas.importing.table import LARGEST_CELL, Table

from .files import IDEA


def a_file(folder: Path, content: str | bytes) -> Path:
    path = folder / "file.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def texts(path: Path) -> list[str]:
    return [row.cells["text"] for row in Table(path).rows() if row.cells]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_å_ä_ö_are_read_whatever_wrote_them(tmp_path: Path, encoding: str) -> None:
    path = a_file(tmp_path, 'id,text\n1,"Åäö – ”ja”"\n'.encode(encoding))

    assert texts(path) == ["Åäö – ”ja”"]


def test_bytes_that_are_nothing_else_are_latin_1(tmp_path: Path) -> None:
    assert texts(a_file(tmp_path, b"id,text\n1,\xe5\x81\n")) == ["å\x81"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_is_found(tmp_path: Path, delimiter: str) -> None:
    assert texts(a_file(tmp_path, f"id{delimiter}text\n1{delimiter}hej\n")) == ["hej"]


def test_nul_bytes_are_no_part_of_a_text(tmp_path: Path) -> None:
    assert texts(a_file(tmp_path, "id,text\n1,h\0ej\n")) == ["hej"]


def test_a_row_with_too_few_cells_has_its_number(tmp_path: Path) -> None:
    path = a_file(tmp_path, 'id,text\n1,"två\nrader"\n\n2\n3,hej\n')

    assert [(row.number, row.cells is None) for row in Table(path).rows()] == [(2, False), (4, True), (5, False)]


def test_a_quotation_mark_that_never_ends_says_the_row(tmp_path: Path) -> None:
    table = Table(a_file(tmp_path, 'id,text\n1,hej\n2,"aldrig slut\n3,hej\n'))

    with pytest.raises(ImportRefused, match="rad 3"):
        list(table.rows())


def test_a_cell_beyond_reason_says_the_row(tmp_path: Path) -> None:
    table = Table(a_file(tmp_path, f"id,text\n1,hej\n2,{'x' * (LARGEST_CELL + 1)}\n"))

    with pytest.raises(ImportRefused, match="rad 3"):
        list(table.rows())


@pytest.mark.parametrize("content", ["", "bara text\nutan kolumner", "id,id\n1,2\n", "\n\n"])
def test_what_is_no_table_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(ImportRefused):
        Table(a_file(tmp_path, content))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="saknas"):
        Table(tmp_path / "saknas.csv")


def test_progress_follows_the_bytes(tmp_path: Path) -> None:
    table = Table(a_file(tmp_path, "id,text\n" + "1,hej\n" * 50_000))
    seen = [table.done for _row in table.rows()]

    assert 0 < seen[0] < 0.6
    assert seen[-1] == 1.0


class TestAMapping:
    def test_is_recognised_by_its_columns(self) -> None:
        assert recognise(IDEA).source == "Decide Madrid"
        assert recognise(["id", "round", "title", "texts", "latitude", "longitude", "district", "state"]).source == (
            "OmaStadi"
        )
        assert recognise(["id", "title/sv", "body/sv", "published_at"]).source == "Decidim"

    def test_that_fits_nothing_says_what_each_one_lacks(self) -> None:
        with pytest.raises(ImportRefused, match=r"(?s)CONSUL.*numSupports.*OmaStadi.*round"):
            recognise(["id", "title"])

    @pytest.mark.parametrize(
        ("words", "why"),
        [
            ("name = ", "fel"),
            ('name = "X"', "saknas: ideas, source"),
            ('name="X"\nsource="X"\ncolour="red"\n[ideas]\nkey=["id"]\ntitle="t"\ntext=["b"]', "colour"),
            ('name="X"\nsource="X"\n[ideas]\nkey=["id"]\ntitle="t"', "saknas: text"),
            ('name="X"\nsource="X"\n[ideas]\nkey="id"\ntitle="t"\ntext=["b"]', "ideas.key"),
            ('name="X"\nsource="X"\n[ideas]\nkey=["id"]\ntitle="t"\ntext=["b"]\nstates={a="hemlig"}', "published"),
            ('name="X"\nsource="X"\ntimezone="Mars/Hav"\n[ideas]\nkey=["id"]\ntitle="t"\ntext=["b"]', "Mars/Hav"),
            ('name="X"\nsource="X"\nlanguage="spanska!"\n[ideas]\nkey=["id"]\ntitle="t"\ntext=["b"]', "språkkod"),
            ('name="X"\nsource=""\n[ideas]\nkey=["id"]\ntitle="t"\ntext=["b"]', "source"),
            ('name="X"\nsource="X"\nideas=3', "tabell"),
            ('name="X"\nsource="X"\n[ideas]\nkey=["id"]\ntitle="t"\ntext=["b"]\n[comments]\nkey=["id"]\nidea=["p"]\n'
             'text="b"\nidea_pattern="("', "idea_pattern"),
        ],
    )  # fmt: skip
    def test_that_is_wrong_says_what_is(self, tmp_path: Path, words: str, why: str) -> None:
        path = tmp_path / "min.toml"
        path.write_text(words)

        with pytest.raises(ImportRefused, match=r"min\.toml") as refused:
            load(path)

        assert why in str(refused.value)
