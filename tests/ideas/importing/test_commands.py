from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from participation.accounts.models import User
from participation.ideas.importing.mapping import SHIPPED
from participation.ideas.models import Idea, ImportRun
from participation.notifications.actions import follow
from participation.places.models import Municipality

from .files import csv_file, entries_file, ideas_file, thread_of


def run(name: str, *arguments: str | Path | int, **options: object) -> tuple[str, str]:
    out, progress = StringIO(), StringIO()
    call_command(name, *map(str, arguments), stdout=out, stderr=progress, **options)
    return out.getvalue(), progress.getvalue()


def imports(ideas: Path, *more: str | Path) -> tuple[str, str]:
    return run("import_participation", "--municipality", "2281", "--ideas", ideas, *more)


def test_it_reports_progress_and_how_to_undo_it(sundsvall: Municipality, tmp_path: Path) -> None:
    rows = [{"id": str(number)} for number in range(1100)]

    out, progress = imports(ideas_file(tmp_path, *rows))

    assert "1100 rader i ideas.csv" in out
    assert f"undo_import {ImportRun.objects.get().pk}" in out
    assert "Sparar idéer: 500, " in progress
    assert "Sparar idéer: 1100, 100%" in progress


def test_a_trial_says_so_and_leaves_nothing(sundsvall: Municipality, tmp_path: Path) -> None:
    trial, _progress = imports(ideas_file(tmp_path), "--dry-run")
    real, _progress = imports(ideas_file(tmp_path))

    assert trial.startswith("Provkörning: ingenting är ändrat.\n")
    assert real.startswith(trial.split("\n", 1)[1])


def test_the_second_time_it_says_that_nothing_is_new(sundsvall: Municipality, tmp_path: Path) -> None:
    imports(ideas_file(tmp_path))

    out, _progress = imports(ideas_file(tmp_path))

    assert "Ingenting nytt" in out
    assert "undo_import" not in out


def test_a_report_names_reasons_and_rows(sundsvall: Municipality, tmp_path: Path) -> None:
    entries = entries_file(tmp_path, *thread_of(("a", ""), ("b", "404")), {"id": "c", "text": ""})

    out, _progress = imports(ideas_file(tmp_path), "--comments", entries)

    assert "1  svarade på ett inlägg som inte finns i filen, de som har text börjar en egen tråd (rad 3)" in out
    assert "1  togs inte med: ingen text (rad 4)" in out


class TestIsRefused:
    def test_for_a_municipality_that_is_not_here(self, db: None, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="add_municipality 2281"):
            imports(ideas_file(tmp_path))

    def test_for_columns_that_nothing_knows(self, sundsvall: Municipality, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match=r"(?s)Ingenting är hämtat\..*--mapping.*Decidim"):
            imports(csv_file(tmp_path / "x.csv", [{"a": "1", "b": "2"}]))

    def test_for_entries_that_lack_columns(self, sundsvall: Municipality, tmp_path: Path) -> None:
        entries = csv_file(tmp_path / "x.csv", [{"id": "1", "text": "2"}])

        with pytest.raises(CommandError, match=r"x\.csv saknar kolumnerna: .*parentId"):
            imports(ideas_file(tmp_path), "--comments", entries)

    def test_for_entries_of_a_platform_without_any(self, sundsvall: Municipality, tmp_path: Path) -> None:
        cells = dict.fromkeys(["id", "round", "title", "texts", "latitude", "longitude", "state", "district"], "1")

        with pytest.raises(CommandError, match="har inga inlägg"):
            imports(csv_file(tmp_path / "x.csv", [cells]), "--comments", entries_file(tmp_path, {}))

    def test_for_a_mapping_that_is_not_there(self, sundsvall: Municipality, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="går inte att läsa"):
            imports(ideas_file(tmp_path), "--mapping", tmp_path / "min.toml")

    def test_for_a_name_that_is_too_long(self, sundsvall: Municipality, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="40 tecken"):
            imports(ideas_file(tmp_path), "--source", "x" * 41)

    def test_for_a_day_that_has_not_been(self, sundsvall: Municipality, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="framtiden"):
            imports(ideas_file(tmp_path), "--undated", "2999-01-01")


def test_a_mapping_of_ones_own_is_followed(sundsvall: Municipality, tmp_path: Path) -> None:
    mapping = tmp_path / "min.toml"
    mapping.write_text('name="Min"\nsource="Torget"\n[ideas]\nkey=["nr"]\ntitle="vad"\ntext=["varför"]\nstate="läge"\n'
                       '[ideas.states]\n"öppen"="published"\nbortvald="skip"')  # fmt: skip
    path = csv_file(tmp_path / "x.csv", [
        {"nr": "1", "vad": "Bänk", "varför": "För att sitta", "läge": "Öppen"},
        {"nr": "2", "vad": "Stol", "varför": "", "läge": "bortvald"},
    ])  # fmt: skip

    out, _progress = imports(path, "--mapping", mapping)

    assert Idea.objects.get().imported_from == "Torget"
    assert "läget ska inte hämtas" in out


def test_a_shipped_mapping_can_be_named(sundsvall: Municipality, tmp_path: Path) -> None:
    assert (SHIPPED / "decide_madrid.toml").exists()

    imports(ideas_file(tmp_path), "--mapping", "decide_madrid", "--source", "Vår gamla plats")

    assert Idea.objects.get().imported_from == "Vår gamla plats"


class TestUndo:
    def test_says_what_went(self, sundsvall: Municipality, tmp_path: Path) -> None:
        imports(ideas_file(tmp_path), "--comments", entries_file(tmp_path, {}))

        out, _progress = run("undo_import", ImportRun.objects.get().pk)

        assert out == "1 idéer och 1 inlägg är borttagna.\n"

    def test_says_what_is_in_use_and_keeps_it_by_force(
        self, sundsvall: Municipality, citizen: User, tmp_path: Path
    ) -> None:
        imports(ideas_file(tmp_path, {"id": "1"}, {"id": "2"}))
        follow(topic=Idea.objects.get(imported_id="1").topic, person=citizen)
        number = ImportRun.objects.get().pk

        with pytest.raises(CommandError, match=r"2281-2015-0001.*--force"):
            run("undo_import", number)
        out, _progress = run("undo_import", number, "--force")

        assert "1 idéer och 0 inlägg finns kvar" in out
        assert Idea.objects.get().imported_id == "1"

    def test_of_a_run_that_never_was_is_refused(self, db: None) -> None:
        with pytest.raises(CommandError, match="finns inte"):
            run("undo_import", 404)
