"""Small exports to import, as the other platforms write them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from django.utils import timezone

from participation.ideas.importing.mapping import recognise
from participation.ideas.importing.run import Asked, import_participation
from participation.ideas.importing.table import Table
from participation.ideas.models import ImportRun
from participation.places.models import Municipality

IDEA = {
    "id": "7",
    "url": "/proposals/7",
    "code": "MAD-7",
    "title": "Limpiar las calles",
    "userId": "9884",
    "date": "2015-09-15",
    "summary": "Algo tan básico.",
    "text": "",
    "numComments": "1",
    "status": "open",
    "numSupports": "6560",
    "isAssociation": "0",
}
ENTRY = {
    "id": "1",
    "parentId": "-1",
    "proposalId": "7",
    "page": "1",
    "userId": "2780",
    "userType": "",
    "date": "2015-09-15",
    "time": "0 days 10:50:19",
    "text": "De acuerdo.",
    "numVotes": "1",
    "numPositiveVotes": "1",
    "numNegativeVotes": "0",
}


def csv_file(path: Path, rows: list[dict[str, str]], **options: Any) -> Path:
    with path.open("w", newline="", encoding=options.pop("encoding", "utf-8")) as file:
        writer = csv.DictWriter(file, list(rows[0]), **options)
        writer.writeheader()
        writer.writerows(rows)
    return path


def ideas_file(folder: Path, *changes: dict[str, str]) -> Path:
    return csv_file(folder / "ideas.csv", [IDEA | change for change in changes or ({},)])


def entries_file(folder: Path, *changes: dict[str, str], name: str = "entries.csv") -> Path:
    return csv_file(folder / name, [ENTRY | change for change in changes])


def thread_of(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    """(id, parent) in the order of their time."""
    return [
        {"id": key, "parentId": parent or "-1", "text": f"Inlägg {key}", "time": f"0 days 10:00:{second:02d}"}
        for second, (key, parent) in enumerate(pairs)
    ]


def asked(municipality: Municipality, ideas: Path, comments: Path | None = None, **more: Any) -> Asked:
    table = Table(ideas)
    return Asked(municipality, recognise(table.columns), table, Table(comments) if comments else None, **more)


def imported(
    municipality: Municipality, ideas: Path, comments: Path | None = None, *, is_trial: bool = False, **more: Any
) -> tuple[dict[str, Any], ImportRun | None]:
    """The report as it is kept, and the run."""
    report, run = import_participation(
        asked=asked(municipality, ideas, comments, **more), now=timezone.now(), is_trial=is_trial
    )
    return report.as_json(), run


def counted(part: dict[str, Any], where: str) -> dict[str, int]:
    return {why: found["count"] for why, found in part[where].items()}
