from __future__ import annotations

from .anchor import FaultAnchor
from .case_system import CaseSystem, CategoryInSystem, StatusMapping
from .category import Choice, FaultCategory, Priority, Publicity, Question
from .dispatch import CaseLink, Dispatch, IncomingUpdate, OutgoingUpdate
from .event import AppendOnly, FaultEvent, FaultPhoto
from .follower import FaultFollower, FollowRequest
from .inquiry import Inquiry
from .map import FINEST, LEVELS, MapCell, MapPoint
from .owner import ObjectOwner, OwnedThing
from .page import FaultIndexPage
from .report import FaultReport
from .response import ResponseTemplate
from .routing import RoutingRule, RuleChange
from .watch import AreaWatch

__all__ = [
    "FINEST",
    "LEVELS",
    "AppendOnly",
    "AreaWatch",
    "CaseLink",
    "CaseSystem",
    "CategoryInSystem",
    "Choice",
    "Dispatch",
    "FaultAnchor",
    "FaultCategory",
    "FaultEvent",
    "FaultFollower",
    "FaultIndexPage",
    "FaultPhoto",
    "FaultReport",
    "FollowRequest",
    "IncomingUpdate",
    "Inquiry",
    "MapCell",
    "MapPoint",
    "ObjectOwner",
    "OutgoingUpdate",
    "OwnedThing",
    "Priority",
    "Publicity",
    "Question",
    "ResponseTemplate",
    "RoutingRule",
    "RuleChange",
    "StatusMapping",
]
