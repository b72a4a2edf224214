from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from participation.places.models import Border

from .test_geojson import collection, feature
from .test_rings import square, surface

pytestmark = pytest.mark.django_db
SURFACE = surface(square(17, 62, 1))


def run(*arguments: str) -> list[str]:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def table(tmp_path: Path) -> Any:
    def write(text: str, encoding: str = "utf-8") -> str:
        file = tmp_path / "points.csv"
        file.write_bytes(text.encode(encoding))
        return str(file)

    return write


@pytest.fixture
def border_file(tmp_path: Path) -> Any:
    def write(content: bytes) -> str:
        file = tmp_path / "borders.geojson"
        file.write_bytes(content)
        return str(file)

    return write


class TestLocate:
    def test_a_position_is_told_by_code_and_name(self) -> None:
        assert run("locate", "17.3063", "62.3908") == ["2281 Sundsvall"]

    def test_a_decimal_comma_is_understood(self) -> None:
        assert run("locate", "17,3063", "62,3908") == ["2281 Sundsvall"]

    def test_outside_is_said_in_words(self) -> None:
        assert run("locate", "5.2", "64") == ["utanför alla kommuner (outside)"]

    def test_a_position_west_of_greenwich_is_no_option(self) -> None:
        assert run("locate", "-5.2", "64") == ["utanför alla kommuner (outside)"]

    @pytest.mark.parametrize("arguments", [["x", "62"], ["17", "nan"], ["500", "62"], ["17"], []])
    def test_what_is_no_position_is_refused(self, arguments: list[str]) -> None:
        with pytest.raises(CommandError):
            run("locate", *arguments)

    def test_a_stored_border_is_used(self) -> None:
        Border.objects.create(code="2262", geometry=SURFACE)

        assert run("locate", "17.3063", "62.3908") == ["2262 Timrå"]

    def test_a_table_gives_one_line_a_row_whatever_its_columns(self, table: Any) -> None:
        file = table("namn,lat,x,lon\nTorget,62.3908,1,17.3063\nHavet,64,2,5.2\n")

        assert run("locate", "--csv", file) == ["2281 Sundsvall", "utanför alla kommuner (outside)"]

    @pytest.mark.parametrize(
        "text", ["Lon;Lat\n17,3063;62,3908\n", "\ufefflon,lat\r\n17.3063,62.3908\r\n", "lat\tlon\n62.3908\t17.3063"]
    )
    def test_tables_as_spreadsheets_save_them_are_read(self, table: Any, text: str) -> None:
        assert run("locate", "--csv", table(text)) == ["2281 Sundsvall"]

    def test_a_malformed_row_says_its_number_and_the_others_are_answered(self, table: Any) -> None:
        file = table("lon,lat\n17.3063,62.3908\nhär,62\n17.3063,62.3908\n17\n")
        out = StringIO()

        with pytest.raises(CommandError, match="2 rader"):
            call_command("locate", "--csv", file, stdout=out)

        lines = out.getvalue().splitlines()
        assert [line[:6] for line in lines] == ["2281 S", "rad 3:", "2281 S", "rad 5:"]

    @pytest.mark.parametrize(("text", "missing"), [("", "lon, lat"), ("x,y\n1,2\n", "lon, lat"), ("lon\n17\n", "lat ")])
    def test_a_table_without_the_columns_says_which_are_missing(self, table: Any, text: str, missing: str) -> None:
        with pytest.raises(CommandError, match=f"kolumnen {missing}"):
            run("locate", "--csv", table(text))

    def test_a_file_that_is_not_there_or_not_text_is_told(self, table: Any) -> None:
        with pytest.raises(CommandError, match="går inte att läsa"):
            run("locate", "--csv", "finns-inte.csv")
        with pytest.raises(CommandError, match="går inte att läsa"):
            run("locate", "--csv", table("lon,lat,ort\n17,62,Malmö\n", "latin-1"))


class TestImportBorders:
    def test_new_changed_unchanged_and_unknown_are_reported(self, border_file: Any) -> None:
        Border.objects.create(code="2262", geometry=SURFACE)
        file = border_file(
            collection(
                feature(SURFACE, k_id="2281"), feature(SURFACE, k_id="2262"), feature(SURFACE, k_id="9999", name="Mu")
            )
        )

        first = run("import_borders", file, "--source", "Lantmäteriet, CC0")
        second = run("import_borders", file, "--source", "Lantmäteriet, CC0")

        assert first[:3] == ["Nya: 1 (Sundsvall)", "Ändrade: 1 (Timrå)", "Oförändrade: 0"]
        assert "  objekt 3 Mu" in first
        assert second[:3] == ["Nya: 0", "Ändrade: 0", "Oförändrade: 2 (Timrå, Sundsvall)"]
        assert Border.objects.get(code="2281").source == "Lantmäteriet, CC0"

    def test_an_invalid_border_is_named_and_the_stored_one_kept(self, border_file: Any) -> None:
        Border.objects.create(code="2262", geometry=SURFACE)
        file = border_file(collection(feature(SURFACE, k_id="2281"), feature(None, k_id="2262")))
        out = StringIO()

        with pytest.raises(CommandError, match="1 gräns "):
            call_command("import_borders", file, stdout=out)

        assert "  2262 Timrå: Gränsen har inga koordinater." in out.getvalue()
        assert Border.objects.get(code="2262").geometry == SURFACE
        assert Border.objects.filter(code="2281").exists()

    @pytest.mark.parametrize("content", [b"", b"{", json.dumps({"type": "Topology"}).encode(), b"\xff\xfe"])
    def test_a_malformed_file_changes_nothing(self, border_file: Any, content: bytes) -> None:
        Border.objects.create(code="2262", geometry=SURFACE)

        with pytest.raises(CommandError, match="Inget har ändrats"):
            run("import_borders", border_file(content))

        assert Border.objects.count() == 1

    def test_a_file_without_any_municipality_is_no_success(self, border_file: Any) -> None:
        with pytest.raises(CommandError, match="ingen gräns"):
            run("import_borders", border_file(collection(feature(SURFACE, name="Mu"))))

    def test_the_openstreetmap_rings_are_imported_whole_and_answer(self, data: Path) -> None:
        report = run("import_borders", str(data / "geo" / "osm_kommuner_2014_linestrings.geojson"))

        assert report == [
            "Nya: 290",
            "Ändrade: 0",
            "Oförändrade: 0",
            "Utan känd kommunkod: 0",
            "Ogiltiga: 0",
        ]
        points = run("locate", "--csv", str(data / "geo" / "expected_municipality_of_point.csv"))
        assert len(points) == 914
        assert sum("outside" in line for line in points) >= 50
