from __future__ import annotations

from .attachment import IdeaAttachment
from .event import IdeaEvent
from .fault_cluster import FaultCluster
from .idea import Idea
from .import_run import ImportedEntry, ImportRun
from .merger import Merger, MovedRow
from .page import IdeaIndexPage
from .version import IdeaVersion

__all__ = [
    "FaultCluster",
    "Idea",
    "IdeaAttachment",
    "IdeaEvent",
    "IdeaIndexPage",
    "IdeaVersion",
    "ImportRun",
    "ImportedEntry",
    "Merger",
    "MovedRow",
]
