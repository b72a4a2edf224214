from __future__ import annotations

from .eservice import EService
from .index import EServiceIndexPage
from .proposal import Milestone, ProposalSource, ProposalUpdate, ServiceProposalPage
from .run import EServiceImport
from .stage import WAY, Stage, StageEntry
from .workflow import SecondPersonTask, Signature

__all__ = [
    "WAY",
    "EService",
    "EServiceImport",
    "EServiceIndexPage",
    "Milestone",
    "ProposalSource",
    "ProposalUpdate",
    "SecondPersonTask",
    "ServiceProposalPage",
    "Signature",
    "Stage",
    "StageEntry",
]
