from __future__ import annotations

from .page import FaultIndexPage
from .report import FaultEvent, FaultPhoto, FaultReport

__all__ = ["FaultEvent", "FaultIndexPage", "FaultPhoto", "FaultReport"]
