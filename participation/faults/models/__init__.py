from __future__ import annotations

from .category import Choice, FaultCategory, Priority, Publicity, Question
from .event import AppendOnly, FaultEvent, FaultPhoto
from .follower import FaultFollower
from .inquiry import Inquiry
from .map import FINEST, LEVELS, MapCell, MapPoint
from .owner import ObjectOwner, OwnedThing
from .page import FaultIndexPage
from .report import FaultReport
from .watch import AreaWatch

__all__ = [
    "FINEST",
    "LEVELS",
    "AppendOnly",
    "AreaWatch",
    "Choice",
    "FaultCategory",
    "FaultEvent",
    "FaultFollower",
    "FaultIndexPage",
    "FaultPhoto",
    "FaultReport",
    "Inquiry",
    "MapCell",
    "MapPoint",
    "ObjectOwner",
    "OwnedThing",
    "Priority",
    "Publicity",
    "Question",
]
