from __future__ import annotations

from .event import AppendOnly, FaultEvent, FaultPhoto
from .page import FaultIndexPage
from .report import FaultReport

__all__ = ["AppendOnly", "FaultEvent", "FaultIndexPage", "FaultPhoto", "FaultReport"]
