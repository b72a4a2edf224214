"""The registry: a new kind of case system is one folder and one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .email import KIND as EMAIL
from .open311 import KIND as OPEN311
from .support_management import KIND as SUPPORT_MANAGEMENT

if TYPE_CHECKING:
    from participation.faults.models import CaseSystem

    from .protocol import Adapter, Kind

KINDS: dict[str, Kind] = {kind.code: kind for kind in (EMAIL, OPEN311, SUPPORT_MANAGEMENT)}


def adapter_of(system: CaseSystem) -> Adapter:
    """Open for as long as it is used: close it afterwards."""
    return KINDS[system.kind].make(system)
