"""What of an update is new: many are told again with every touch of a case, and some list what we posted ourselves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from participation.faults.models import Dispatch, FaultPhoto, IncomingUpdate, OutgoingUpdate, StatusMapping
from participation.faults.standing import moved_by_others_at

from .tickets import note_of

if TYPE_CHECKING:
    from datetime import datetime

    from participation.faults.models import CaseSystem

    from .protocol import Change, Note

CLOCKS = timedelta(minutes=2)  # as far as theirs may be from ours
OUR_NOTE, OUR_PHOTO = re.compile(r"samskapa-(\d{1,18})"), re.compile(r"photo-([0-9a-f]{32})")
NAME_OF_PHOTO = re.compile(r"foto-\d+\.jpg")


@dataclass(frozen=True)
class Standing:
    """Of a system that shows how its cases stand. `since`: when the status began, where that was asked and known."""

    is_shown: bool = False
    is_in_doubt: bool = False  # it was asked, and cannot be known
    since: datetime | None = None
    is_by_us: bool = False  # we set it when the report was taken up again, and it stands as we set it


@dataclass(frozen=True)
class Said:
    """`is_repeated`: the status is what they said last. `is_echo`: it only stands beside words of ours."""

    words: str
    is_repeated: bool
    is_echo: bool
    is_in_doubt: bool


def standing(system: CaseSystem, external_id: str, change: Change) -> Standing:
    """They are asked since when only where something happened here meanwhile: else what they say last counts."""
    if change.began is None:
        return Standing()
    row = Dispatch.objects.filter(system=system, external_id=external_id).select_related("report").first()
    if row is None or moved_by_others_at(row.report, system=system.pk) is None:
        return Standing(is_shown=True)
    since = change.began()
    is_by_us = change.may_be_ours and _we_set(row, change, since)
    return Standing(is_shown=True, is_in_doubt=since is None, since=since, is_by_us=is_by_us)


def _we_set(row: Dispatch, change: Change, since: datetime | None) -> bool:
    """The report was taken up again, its status came there with that, and nothing else was said of it afterwards."""
    updates = row.updates.filter(by_hand=False).select_related("event__municipality")
    last = next((update for update in updates.order_by("-id") if note_of(update).takes_up_again), None)
    if last is None:
        return False
    if row.incoming.exclude(status=change.status).filter(at__gt=last.sent_at or last.event.at).exists():
        return False
    if since is None:
        return True
    return last.event.at - CLOCKS <= since and (last.sent_at is None or since <= last.sent_at + CLOCKS)


def is_ours(system: CaseSystem, update_id: str) -> bool:
    """By the id that we gave it when we posted it."""
    if found := OUR_NOTE.fullmatch(update_id):
        return OutgoingUpdate.objects.filter(dispatch__system=system, event=int(found[1])).exists()
    found = OUR_PHOTO.fullmatch(update_id)
    return found is not None and FaultPhoto.objects.filter(pk=found[1]).exists()


def news_in(row: IncomingUpdate, dispatch: Dispatch, mapping: StatusMapping | None, stands: Standing) -> Said:
    """Under an id of theirs what we posted is known by its words: nobody is told them as if they came from there."""
    words, sent = row.words, _sent_with(row.words, dispatch)
    is_echo = bool(sent) and all(mapping is None or note.status != mapping.ours for note in sent)
    if sent or NAME_OF_PHOTO.fullmatch(words.strip()) or (stands.is_shown and _said_before(row, dispatch)):
        words = ""
    return Said(words, row.status == dispatch.their_status, is_echo, stands.is_in_doubt)


def _sent_with(words: str, dispatch: Dispatch) -> list[Note]:
    if not words.strip():
        return []
    notes = map(note_of, dispatch.updates.select_related("event__municipality"))
    return [note for note in notes if _flat(note.words or note.label) == _flat(words)]


def _said_before(row: IncomingUpdate, dispatch: Dispatch) -> bool:
    """A case that is shown again brings its last words along."""
    last = dispatch.incoming.order_by("-id").first()
    return last is not None and _flat(last.words) == _flat(row.words)


def _flat(words: str) -> str:
    return " ".join(words.split())
