from __future__ import annotations

from .municipality import Added, UnknownMunicipality, add_municipality
from .region import ensure_region

__all__ = ["Added", "UnknownMunicipality", "add_municipality", "ensure_region"]
