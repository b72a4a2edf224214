"""What a case system says of a report: once for each id of theirs, and never back in time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from participation.faults.actions.from_systems import news_from_system, note_from_system
from participation.faults.actions.handling import change_status
from participation.faults.actions.locking import lock
from participation.faults.errors import FaultError
from participation.faults.models import Dispatch, FaultReport, IncomingUpdate, StatusMapping
from participation.faults.states import NEEDS_REASON, can_go

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from participation.faults.models import CaseSystem

    from .protocol import Change

Outcome = IncomingUpdate.Outcome


@dataclass(frozen=True)
class Meaning:
    """What an update would lead to; the try-out shows it, `hear` does it."""

    status: str = ""  # ours, where it changes
    words: str = ""  # to the reporter
    notify: bool = False
    note: str = ""  # to staff, where the reporter is not told


def meaning_of(mapping: StatusMapping | None, report: FaultReport, *, status: str, words: str) -> Meaning:
    said = f"{status}: {words}".strip(": ")
    if mapping is None:
        return Meaning(note=said if words else "")
    told = "\n\n".join(filter(None, [mapping.words, words if mapping.shows_their_words else ""]))
    if not mapping.ours or mapping.ours == report.status:
        return (
            Meaning(words=told, notify=mapping.notify)
            if told and not mapping.ours
            else Meaning(note=said if words else "")
        )
    if not can_go(report, mapping.ours) or (mapping.ours in NEEDS_REASON and not told):
        return Meaning(note=_("Passade inte in i läget: %(said)s") % {"said": said})
    return Meaning(status=mapping.ours, words=told, notify=mapping.notify)


def hear_all(system: CaseSystem, changes: Iterable[Change], *, now: datetime) -> int:
    """In the order in which it happened there. Returns how many were new."""
    return sum(hear(system, change, now=now) for change in sorted(changes, key=lambda change: change.at))


def hear(system: CaseSystem, change: Change, *, now: datetime) -> bool:
    """Whether it was new. Two who hear the same at once: the database lets one of them in."""
    if IncomingUpdate.objects.filter(system=system, update_id=change.update_id).exists():
        return False
    row = IncomingUpdate(
        system=system,
        update_id=change.update_id,
        external_id=change.external_id,
        status=change.status[:80],
        words=change.words[:4000],
        at=min(change.at, now),  # a clock ahead of ours must not make all that follows late
        received_at=now,
        outcome=Outcome.UNKNOWN,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            _settle(row, now)
    except IntegrityError:
        return False
    return True


def hear_what_came_early(dispatch: Dispatch, *, now: datetime) -> None:
    """Updates that were faster than the answer to our creating the case."""
    if not dispatch.external_id:
        return
    early = IncomingUpdate.objects.filter(
        system=dispatch.system_id, external_id=dispatch.external_id, outcome=Outcome.UNKNOWN
    )
    for row in early.select_related("system").order_by("at", "id"):
        with transaction.atomic():
            _settle(row, now)


def _settle(row: IncomingUpdate, now: datetime) -> None:
    known = Dispatch.objects.filter(system=row.system_id, external_id=row.external_id)
    found = known.select_related("report").first()
    if found is None:
        return
    report = lock(found.report)
    dispatch = Dispatch.objects.get(pk=found.pk)  # as it is now that we hold the report
    row.dispatch = dispatch
    if dispatch.heard_at is not None and row.at < dispatch.heard_at:
        row.outcome = Outcome.LATE
        if row.status != dispatch.their_status or row.words:
            words = _("Kom för sent: %(said)s") % {"said": f"{row.status}: {row.words}".strip(": ")}
            note_from_system(report=report, system=row.system, words=words, now=now)
    else:
        is_news = row.status != dispatch.their_status or bool(row.words)
        do = _note_late_words if dispatch.left_at else _apply
        row.outcome = do(row, report, now) if is_news else Outcome.NOTED
        Dispatch.objects.filter(pk=dispatch.pk).update(their_status=row.status, heard_at=row.at)
    row.save(update_fields=["dispatch", "outcome"])


def _note_late_words(row: IncomingUpdate, report: FaultReport, now: datetime) -> str:
    """Another municipality has the report: what the old system says decides nothing, and only staff read it."""
    words = _("Efter att anmälan lämnades över: %(said)s") % {"said": f"{row.status}: {row.words}".strip(": ")}
    note_from_system(report=report, system=row.system, words=words, now=now)
    return Outcome.NOTED


def _apply(row: IncomingUpdate, report: FaultReport, now: datetime) -> str:
    mapping = StatusMapping.objects.filter(system=row.system_id, theirs=row.status, is_on=True).first()
    meaning = meaning_of(mapping, report, status=row.status, words=row.words)
    if meaning.status:
        try:
            change_status(
                report=report,
                by=None,
                system=row.system,
                status=meaning.status,
                message=meaning.words,
                tell=meaning.notify,
                now=now,
            )
        except FaultError as refusal:
            note_from_system(report=report, system=row.system, words=str(refusal), now=now)
            return Outcome.NOTED
        return Outcome.CHANGED
    if meaning.words:
        news_from_system(report=report, system=row.system, words=meaning.words, tell=meaning.notify, now=now)
    elif meaning.note:
        note_from_system(report=report, system=row.system, words=meaning.note, now=now)
    return Outcome.NOTED
