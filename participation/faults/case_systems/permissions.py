"""Who may see and change a case system. Municipalities that share one decide together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from participation.accounts.permissions import is_administrator, municipalities_of
from participation.faults.permissions import HANDLERS

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from participation.accounts.models import User
    from participation.faults.models import CaseSystem


def can_change_system(user: User | AnonymousUser, system: CaseSystem) -> bool:
    """A case officer of every municipality that uses it: a changed address changes it for all of them."""
    return is_administrator(user) or (
        bool(_using(system)) and _using(system) <= set(municipalities_of(user, *HANDLERS))
    )


def _using(system: CaseSystem) -> set[int]:
    return {place.pk for place in system.municipalities.all()}
