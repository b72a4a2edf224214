"""What a case system says of a report: once for each id of theirs, and never back in time."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from participation.faults.actions.from_systems import news_from_system, note_from_system
from participation.faults.actions.handling import change_status
from participation.faults.actions.locking import lock
from participation.faults.errors import FaultError
from participation.faults.models import Dispatch, FaultReport, IncomingUpdate, StatusMapping
from participation.faults.standing import is_before, moved_by_others_at
from participation.faults.states import NEEDS_REASON, can_go

from .away import DATABASE_AWAY
from .newness import Said, Standing, is_ours, news_in, standing
from .told import plain
from .trouble import Down, Slow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime

    from django.db.models import QuerySet

    from participation.faults.models import CaseSystem

    from .protocol import Change

log = logging.getLogger(__name__)
Outcome = IncomingUpdate.Outcome
LONGEST_ID = 120


@dataclass(frozen=True)
class Meaning:
    """What an update would lead to; the try-out shows it, `hear` does it."""

    status: str = ""  # ours, where it changes
    words: str = ""  # to the reporter
    words_en: str = ""  # the same to whoever reads English, where it is told otherwise
    notify: bool = False
    note: str = ""  # to staff: their words, where the reporter does not read them


def meaning_of(mapping: StatusMapping | None, report: FaultReport, *, status: str, words: str) -> Meaning:
    said = f"{status}: {words}".strip(": ")
    if mapping is None:
        return Meaning(note=said if words else "")
    shown = words if mapping.shows_their_words else ""
    told, told_en = ("\n\n".join(filter(None, [own, shown])) for own in (mapping.words, mapping.words_en))
    told_en = told_en if mapping.words_en else ""
    hidden = said if words and not shown else ""
    if mapping.ours == report.status:  # what the status means was told when it came to be
        return Meaning(words=shown, notify=mapping.notify and bool(shown), note=hidden)
    if not mapping.ours:
        return Meaning(words=told, words_en=told_en, notify=mapping.notify and bool(told), note=hidden)
    if not can_go(report, mapping.ours) or (mapping.ours in NEEDS_REASON and not told):
        return Meaning(note=_("Passade inte in i läget: %(said)s") % {"said": said})
    return Meaning(status=mapping.ours, words=told, words_en=told_en, notify=mapping.notify, note=hidden)


@dataclass(frozen=True)
class Heard:
    new: int
    stumbled: int  # could not be taken in, by a fault of ours; they are told again by the hour


def hear_all(system: CaseSystem, changes: Iterable[Change], *, now: datetime) -> Heard:
    """In the order in which it happened there. One that cannot be taken in stops no other."""
    new = stumbled = 0
    for change in sorted(_unheard(system, changes), key=lambda change: change.at or now):
        try:
            new += hear(system, change, now=now)
        except (*DATABASE_AWAY, Down, Slow):
            raise
        except Exception:
            log.exception("an update of case system %s could not be taken in", system.pk)
            stumbled += 1
    return Heard(new, stumbled)


def _unheard(system: CaseSystem, changes: Iterable[Change]) -> Iterator[Change]:
    """Most of what is told was heard at the asking before: what overlaps is sorted out with few questions."""
    told = iter(changes)
    while some := list(islice(told, 500)):
        ids = [_update_id(change) for change in some]
        known = IncomingUpdate.objects.filter(system=system, update_id__in=ids)
        heard = set(known.values_list("update_id", flat=True))
        yield from (change for change, said in zip(some, ids, strict=True) if said not in heard)


def _update_id(change: Change) -> str:
    return plain(change.update_id)[:LONGEST_ID]


def hear(system: CaseSystem, change: Change, *, now: datetime) -> bool:
    """Whether it was new. Two who hear the same at once: the database lets one of them in.

    Whatever kind of system said it, and whichever way it came: what no text can hold is left out here. Raises Trouble
    where a system that shows how its cases stand had to be asked since when, and could not be.
    """
    update_id, external_id = _update_id(change), plain(change.external_id)[:LONGEST_ID]
    if not update_id or IncomingUpdate.objects.filter(system=system, update_id=update_id).exists():
        return False
    if is_ours(system, update_id):
        return False
    stands = standing(system, external_id, change)
    row = IncomingUpdate(
        system=system,
        update_id=update_id,
        external_id=external_id,
        status=_status_in(system, change),
        words=plain(change.words)[:4000],
        at=min(stands.since or change.at or now, now),  # a clock ahead of ours must not make all that follows late
        received_at=now,
        outcome=Outcome.UNKNOWN,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            _settle(row, stands, now)
    except IntegrityError:
        return False
    return True


def _status_in(system: CaseSystem, change: Change) -> str:
    """What the table has a row for, where two came: many give codes of their own beside one that all know."""
    said = [plain(status)[:80] for status in (change.status, change.broadly)]
    if not said[1]:
        return said[0]
    rows = StatusMapping.objects.filter(system=system, theirs__in=said, is_on=True)
    known = set(rows.values_list("theirs", flat=True))
    return next((status for status in said if status in known), said[0])


def hear_what_came_early(system: CaseSystem, cases: Collection[str] | QuerySet[Dispatch, Any], *, now: datetime) -> int:
    """Updates of those cases that were faster than our knowing which reports they are. Returns how many stumbled."""
    stumbled = 0
    rows = IncomingUpdate.objects.filter(system=system, outcome=Outcome.UNKNOWN)
    for pk in rows.filter(external_id__in=cases).order_by("at", "id").values_list("pk", flat=True):
        try:
            with transaction.atomic():
                if row := rows.select_for_update().filter(pk=pk).first():  # and nobody else settled it meanwhile
                    row.system = system
                    _settle(row, Standing(), now)
        except DATABASE_AWAY:
            raise
        except Exception:
            log.exception("an early update of case system %s could not be taken in", system.pk)
            stumbled += 1
    return stumbled


def _settle(row: IncomingUpdate, stands: Standing, now: datetime) -> None:
    known = Dispatch.objects.filter(system=row.system_id, external_id=row.external_id).exclude(external_id="")
    found = known.select_related("report").first()
    if found is None:
        return
    report = lock(found.report)
    dispatch = Dispatch.objects.get(pk=found.pk)  # as it is now that we hold the report
    row.dispatch = dispatch
    mapping = StatusMapping.objects.filter(system=row.system_id, theirs=row.status, is_on=True).first()
    said = news_in(row, dispatch, mapping, stands)
    if stands.is_by_us:
        row.outcome = Outcome.NOTED
        Dispatch.objects.filter(pk=dispatch.pk).update(their_status=row.status, heard_at=row.at)
    elif _is_late(row, dispatch, report):
        row.outcome = Outcome.LATE
        if stands.is_shown:
            Dispatch.objects.filter(pk=dispatch.pk).update(their_status=row.status)
        if said.words or not said.is_repeated:
            _note(row, report, said.words, _("Kom för sent: %(said)s"), now)
    else:
        row.outcome = _apply(row, dispatch, report, mapping, said, now)
        Dispatch.objects.filter(pk=dispatch.pk).update(their_status=row.status, heard_at=row.at)
    row.save(update_fields=["dispatch", "outcome"])


def _is_late(row: IncomingUpdate, dispatch: Dispatch, report: FaultReport) -> bool:
    """Older than what they said last, or than what somebody else did to the report since."""
    if dispatch.heard_at is not None and row.at < dispatch.heard_at:
        return True
    moved_at = moved_by_others_at(report, system=row.system_id)
    return moved_at is not None and is_before(row.at, moved_at)


def _apply(
    row: IncomingUpdate,
    dispatch: Dispatch,
    report: FaultReport,
    mapping: StatusMapping | None,
    said: Said,
    now: datetime,
) -> str:
    if dispatch.left_at:  # another has the report: what the old system says decides nothing, and only staff read it
        if said.words or not said.is_repeated:
            _note(row, report, said.words, _("Efter att anmälan lämnades över: %(said)s"), now)
        return Outcome.NOTED
    if said.is_repeated and not said.words:
        if said.is_echo or mapping is None or not _leads_elsewhere(mapping, report):
            return Outcome.NOTED
        if said.is_in_doubt:
            _note(row, report, "", _("Oförändrat där, så läget här står kvar: %(said)s"), now)
            return Outcome.NOTED
    return _do(row, report, meaning_of(mapping, report, status=row.status, words=said.words), now)


def _leads_elsewhere(mapping: StatusMapping, report: FaultReport) -> bool:
    """Than where the report stands, or will when its parts have ended. A duplicate stands by its original."""
    return bool(mapping.ours) and not report.duplicate_of_id and mapping.ours not in (report.status, report.ends_as)


def _do(row: IncomingUpdate, report: FaultReport, meaning: Meaning, now: datetime) -> str:
    if meaning.status:
        try:
            change_status(
                report=report,
                by=None,
                system=row.system,
                status=meaning.status,
                message=meaning.words,
                message_en=meaning.words_en,
                tell=meaning.notify,
                now=now,
            )
        except FaultError as refusal:
            words = f"{refusal} {row.status}: {row.words}".strip(": ")
            note_from_system(report=report, system=row.system, words=words, now=now)
            return Outcome.NOTED
    elif meaning.words:
        news_from_system(
            report=report,
            system=row.system,
            words=meaning.words,
            words_en=meaning.words_en,
            tell=meaning.notify,
            now=now,
        )
    if meaning.note:
        note_from_system(report=report, system=row.system, words=meaning.note, now=now)
    return Outcome.CHANGED if meaning.status else Outcome.NOTED


def _note(row: IncomingUpdate, report: FaultReport, words: str, sentence: str, now: datetime) -> None:
    said = sentence % {"said": f"{row.status}: {words}".strip(": ")}
    note_from_system(report=report, system=row.system, words=said, now=now)
