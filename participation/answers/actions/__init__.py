"""Every way to change an answer. Each is one transaction and works on the rows as they stand then."""

from __future__ import annotations

from .commenting import comment
from .doing import mark_done
from .drafting import discard, first_words, latest_words, locked_draft, save_draft, stamp
from .publishing import answer, make_public, send, unschedule
from .taking_away import take_away
from .walking import decide, take_back

__all__ = [
    "answer",
    "comment",
    "decide",
    "discard",
    "first_words",
    "latest_words",
    "locked_draft",
    "make_public",
    "mark_done",
    "save_draft",
    "send",
    "stamp",
    "take_away",
    "take_back",
    "unschedule",
]
