"""Two real platforms, whole. The figures are those of the files, counted by other means."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models import Max
from django.utils import timezone

from participation.discussion.models import Comment
from participation.ideas.importing.undoing import undo_import
from participation.ideas.models import Idea
from participation.places.models import Municipality
from participation.topics.models import Topic

from .files import counted, imported


@pytest.fixture
def madrid(data: Path) -> tuple[Path, Path]:
    folder = data / "participation"
    return folder / "decide_madrid_proposals.csv", folder / "decide_madrid_comments.csv"


@pytest.fixture
def helsinki(data: Path) -> Path:
    return data / "participation" / "omastadi_decidim_proposals.csv"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_decide_madrid_comes_whole_and_goes_whole(sundsvall: Municipality, madrid: tuple[Path, Path]) -> None:
    trial, _none = imported(sundsvall, *madrid, is_trial=True)
    report, run = imported(sundsvall, *madrid)

    assert run is not None
    assert trial == report
    assert (report["ideas"]["rows"], report["ideas"]["new"], report["ideas"]["dropped"]) == (80, 80, {})
    comments = report["comments"]
    assert (comments["rows"], comments["new"], counted(comments, "dropped")) == (5633, 5571, {"empty": 62})
    remarks = counted(comments, "remarks")
    assert remarks["orphan"] == 268
    assert "cycle" not in remarks
    assert Comment.objects.aggregate(deepest=Max("level"))["deepest"] == 2
    assert sum(Topic.objects.values_list("comments", flat=True)) == 5571 == Comment.objects.count()
    call_command("verify_integrity", verbosity=0)
    _each_answer_answers_what_it_answered(madrid[1])

    again, none = imported(sundsvall, *madrid)
    assert (again["ideas"]["known"], again["comments"]["known"], none) == (80, 5571, None)

    undone = undo_import(run=run, now=timezone.now())
    assert (undone.ideas, undone.entries) == (80, 5571)
    assert not Topic.objects.exists()


def _each_answer_answers_what_it_answered(path: Path) -> None:
    there = {row["id"]: row for row in rows_of(path)}
    stored = Comment.objects.values_list(
        "imported_as__imported_id", "imported_as", "pk", "parent_id", "answers_id", "comment"
    )
    key_of = {pk: key for key, _mark, pk, *_rest in stored}
    for key, _mark, pk, parent, answers, text in stored:
        assert text == there[key]["text"].replace("\r\n", "\n").strip()
        answered = there.get(there[key]["parentId"])
        if answered is not None and answered["text"].strip():
            assert key_of[answers or parent] == answered["id"]
        elif answered is None:
            assert parent == pk


def test_omastadi_comes_once_of_each_round_and_number(sundsvall: Municipality, helsinki: Path) -> None:
    there = rows_of(helsinki)
    keys = {(row["round"], row["id"]) for row in there}

    report, run = imported(sundsvall, helsinki)

    part = report["ideas"]
    assert run is not None
    assert (part["rows"], part["new"], counted(part, "dropped")) == (4778, len(keys), {"repeated": 375})
    remarks = counted(part, "remarks")
    assert remarks["no_text"] == 101
    assert remarks["hidden_refused"] + remarks["hidden_withdrawn"] + part["shown"] == len(keys)
    assert Topic.objects.public().count() == part["shown"]
    assert Idea.objects.filter(lat__isnull=False).count() == 0
    assert remarks["outside"] == 3363
    long = [row["title"] for row in there if len(row["title"].strip()) > 120]
    assert all(Idea.objects.filter(text__startswith=" ".join(title.split())).exists() for title in long)
    call_command("verify_integrity", verbosity=0)
