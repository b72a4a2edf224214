from __future__ import annotations

from .appeal import Appeal
from .decision import Decision
from .flag import Flag
from .item import Item
from .reasons import BOARD_LAW, FOR_FLAGS, Ground, Reason, ground_of, law_of
from .trace import HeldSignal, Trace
from .wish import MailWish

__all__ = [
    "BOARD_LAW",
    "FOR_FLAGS",
    "Appeal",
    "Decision",
    "Flag",
    "Ground",
    "HeldSignal",
    "Item",
    "MailWish",
    "Reason",
    "Trace",
    "ground_of",
    "law_of",
]
