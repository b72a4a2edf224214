from __future__ import annotations

import pytest

from participation.accounts.models import Role
from participation.faults.models import FaultCategory
from tests.factories import staff
from tests.faults.factories import category_of


@pytest.fixture
def lights(sundsvall) -> FaultCategory:
    return category_of(sundsvall, "gatubelysning", keywords="lykta\nlampa", publicity="shown")


@pytest.fixture
def both(sundsvall, case_officer):
    """A case officer who reviews, too."""
    case_officer.groups.add(*staff(sundsvall, Role.MODERATOR).groups.all())
    return case_officer
