from __future__ import annotations

from .eservice import EService
from .index import EServiceIndexPage
from .run import EServiceImport

__all__ = ["EService", "EServiceImport", "EServiceIndexPage"]
