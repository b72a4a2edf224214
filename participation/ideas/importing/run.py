"""An import, from the files to the record of it: all or nothing, and the second time nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from django.db import transaction

from participation.places.borders import atlas
from participation.places.models import Municipality

from ..models import Idea, ImportRun
from .reading import Dropped, Reader, ReadIdea
from .report import Part, Report
from .shelf import Shelf
from .storing import store_ideas
from .threads import Scene, take_threads

if TYPE_CHECKING:
    from datetime import datetime

    from participation.places.atlas import Atlas

    from .mapping import Mapping
    from .table import Row, Table

    Tell = Callable[[str, int, float], None]

AT_A_TIME = 500
READS_ENTRIES, READS_IDEAS, STORES_ENTRIES = "reads_entries", "reads_ideas", "stores_entries"


@dataclass(frozen=True)
class Asked:
    municipality: Municipality
    meaning: Mapping
    ideas: Table
    comments: Table | None = None
    source: str = ""
    is_open: bool = False
    undated: datetime | None = None


@dataclass
class Found:
    """What has been read of the ideas: who wrote each (by their key there), and which came for the first time."""

    authors: dict[str, str] = field(default_factory=dict)
    digests: dict[str, bytes] = field(default_factory=dict)
    new: set[str] = field(default_factory=set)


def import_participation(
    *, asked: Asked, now: datetime, is_trial: bool = False, tell: Tell | None = None
) -> tuple[Report, ImportRun | None]:
    """The report, and the run where something new came. A trial says the same and writes nothing.

    Raises ImportRefused. The write lock is held from the first idea to the last entry.
    """
    say = tell or (lambda stage, rows, done: None)
    report = _empty_report(asked)
    reader = Reader(asked.meaning, now, partial(_is_inside, atlas(), asked.municipality.code), asked.undated)
    with Shelf() as shelf:
        laid = _lay_entries(asked.comments, reader, shelf, report.comments, say)
        with nullcontext() if is_trial else transaction.atomic():
            run = _begin(asked, report, now, is_trial)
            found = _take_ideas(asked.ideas, reader, run, report.ideas, is_trial, say)
            if report.comments is not None:
                scene = Scene(run, found.authors, found.new, is_trial)
                take_threads(shelf, scene, report.comments, _counting(say, laid))
            return report, None if is_trial else _end(run, report)


def _empty_report(asked: Asked) -> Report:
    comments = Part(asked.comments.path.name, asked.comments.encoding) if asked.comments else None
    return Report(
        asked.meaning.name,
        asked.source or asked.meaning.source,
        Part(asked.ideas.path.name, asked.ideas.encoding),
        comments,
    )


def _begin(asked: Asked, report: Report, now: datetime, is_trial: bool) -> ImportRun:
    run = ImportRun(
        municipality=asked.municipality,
        source=report.source,
        mapping=report.mapping[:80],
        ideas_file=report.ideas.file[:255],
        comments_file=report.comments.file[:255] if report.comments else "",
        is_open=asked.is_open,
        created_at=now,
    )
    if not is_trial:
        Municipality.objects.select_for_update(no_key=True).get(pk=asked.municipality.pk)  # one import at a time
        run.save()
    return run


def _end(run: ImportRun, report: Report) -> ImportRun | None:
    if report.is_nothing_new:
        run.delete()
        return None
    run.report = report.as_json()
    run.save(update_fields=["report"])
    return run


def _lay_entries(table: Table | None, reader: Reader, shelf: Shelf, part: Part | None, say: Tell) -> int:
    if table is None or part is None:
        return 0
    laid = 0
    for row in _told(table, part, READS_ENTRIES, say):
        read = reader.entry(row)
        if isinstance(read, Dropped):
            part.drop(read.why, read.row)
        elif shelf.lay(read):
            laid += 1
        else:
            part.drop("repeated", read.row)
    return laid


def _take_ideas(table: Table, reader: Reader, run: ImportRun, part: Part, is_trial: bool, say: Tell) -> Found:
    found = Found()
    readings = (reader.idea(row) for row in _told(table, part, READS_IDEAS, say))
    for batch in _batches(_first_of_each(readings, found, part), AT_A_TIME):
        new = _unknown(batch, run, part)
        for read in new:
            found.new.add(read.key)
            _note(read, part)
        if not is_trial:
            store_ideas(new, run=run, now=reader.now)
    return found


def _first_of_each(readings: Iterable[ReadIdea | Dropped], found: Found, part: Part) -> Iterator[ReadIdea]:
    for read in readings:
        if isinstance(read, Dropped):
            part.drop(read.why, read.row)
        elif read.key not in found.digests:
            found.digests[read.key] = read.digest()
            found.authors[read.key] = read.by
            yield read
        else:
            part.drop("repeated", read.row)
            if found.digests[read.key] != read.digest():
                part.remark("repeated_otherwise", read.row)


def _unknown(batch: list[ReadIdea], run: ImportRun, part: Part) -> list[ReadIdea]:
    ideas = Idea.objects.filter(imported_to=run.municipality, imported_from=run.source)
    known = set(ideas.filter(imported_id__in=[read.key for read in batch]).values_list("imported_id", flat=True))
    part.known += len(known)
    return [read for read in batch if read.key not in known]


def _note(read: ReadIdea, part: Part) -> None:
    part.new += 1
    part.shown += read.status == Idea.Status.PUBLISHED
    for remark in read.remarks:
        part.remark(remark, read.row)
    if read.status != Idea.Status.PUBLISHED:
        part.remark(f"hidden_{read.status}", read.row)


def _told(table: Table, part: Part, stage: str, say: Tell) -> Iterator[Row]:
    for row in table.rows():
        part.rows += 1
        if part.rows % AT_A_TIME == 0:
            say(stage, part.rows, table.done)
        yield row
    say(stage, part.rows, 1.0)


def _counting(say: Tell, total: int) -> Callable[[int], None]:
    done = 0

    def told(more: int) -> None:
        nonlocal done
        done += more
        say(STORES_ENTRIES, done, done / total if total else 1.0)

    return told


def _batches(reads: Iterator[ReadIdea], size: int) -> Iterator[list[ReadIdea]]:
    while batch := list(islice(reads, size)):
        yield batch


def _is_inside(map_of_all: Atlas, code: str, lon: float, lat: float) -> bool:
    return map_of_all.find(lon, lat) == code
