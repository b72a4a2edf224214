"""Whether a form that came again is the one that was stored, whatever staff have made of the report since.

What was said is kept with the event that the report came in, as marks alone. Nothing of who sent it is in them: the
event stays when they take their details away, and a telephone number could be guessed out of a mark.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import uuid5

from participation.faults.models import FaultEvent

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from participation.faults.models import FaultReport

WHO = ("reporter_id", "contact_email", "contact_phone")
WHAT = ("municipality_id", "text", "place", "lon", "lat", "category_id", "answers")


def keys_of(client_key: UUID, said: dict[str, Any], shown: Iterable[str]) -> tuple[UUID, UUID, UUID]:
    """The draft's own key; one for other words under it; one for other words or photos under that."""
    words = _in_order(said)
    return client_key, uuid5(client_key, words), uuid5(client_key, words + " ".join(sorted(shown)))


def marks_of(key: UUID, said: dict[str, Any], shown: Iterable[str]) -> dict[str, Any]:
    """What a report is known by, for its first event. `key` is its own; `shown` the SHA-256 of each photo."""
    return {"said": _mark_of_words(key, said), "shown": _marks_of_photos(key, shown)}


def is_the_same(report: FaultReport, said: dict[str, Any], shown: Iterable[str], *, words_are_known: bool) -> bool:
    """Fewer photos are no other form: those that it held are stored now. One without marks is older than they are, and
    known as it stands."""
    received = report.events.filter(kind=FaultEvent.Kind.RECEIVED).first()
    marks = received.detail if received else {}
    if not words_are_known:
        stands = {name: getattr(report, name) for name in (*WHO, *WHAT)}
        before = marks.get("said") or _mark_of_words(report.client_key, stands)
        if before != _mark_of_words(report.client_key, said) or any(stands[name] != said[name] for name in WHO):
            return False
    photos = marks.get("shown")
    if photos is None:
        photos = _marks_of_photos(report.client_key, report.photos.values_list("sha256", flat=True))
    return set(_marks_of_photos(report.client_key, shown)) <= set(photos)


def _mark_of_words(key: UUID, said: dict[str, Any]) -> str:
    return str(uuid5(key, _in_order({name: said[name] for name in WHAT})))


def _marks_of_photos(key: UUID, shown: Iterable[str]) -> list[str]:
    return [str(uuid5(key, photo)) for photo in sorted(shown)]


def _in_order(said: dict[str, Any]) -> str:
    return json.dumps(said, sort_keys=True, default=str)
