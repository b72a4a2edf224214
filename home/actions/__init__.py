from __future__ import annotations

from .municipality import Added, UnknownMunicipality, add_municipality
from .region import ensure_region, stand_at_the_address

__all__ = ["Added", "UnknownMunicipality", "add_municipality", "ensure_region", "stand_at_the_address"]
