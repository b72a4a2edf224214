from __future__ import annotations

from .category import Choice, FaultCategory, Priority, Publicity, Question
from .event import AppendOnly, FaultEvent, FaultPhoto
from .owner import ObjectOwner, OwnedThing
from .page import FaultIndexPage
from .report import FaultReport

__all__ = [
    "AppendOnly",
    "Choice",
    "FaultCategory",
    "FaultEvent",
    "FaultIndexPage",
    "FaultPhoto",
    "FaultReport",
    "ObjectOwner",
    "OwnedThing",
    "Priority",
    "Publicity",
    "Question",
]
