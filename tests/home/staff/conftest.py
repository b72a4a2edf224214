from __future__ import annotations

import pytest

from participation.accounts.models import Role, StaffGroup, User
from participation.places.models import Municipality
from tests.factories import CategoryFactory, DepartmentFactory, UserFactory, staff


def employed(municipality: Municipality, *roles: str, email: str, name: str = "") -> User:
    person = UserFactory(email=email, display_name=name)
    for role in roles:
        person.groups.add(StaffGroup.objects.get(municipality=municipality, role=role).group)
    return person


def with_roles_and_lists(municipality: Municipality) -> Municipality:
    """As `add_municipality` leaves it, without its pages, which take seconds."""
    staff(municipality, *Role.values).groups.clear()
    DepartmentFactory.create_batch(3, municipality=municipality)
    CategoryFactory.create_batch(3, municipality=municipality)
    return municipality


@pytest.fixture
def here(sundsvall: Municipality) -> Municipality:
    return with_roles_and_lists(sundsvall)


@pytest.fixture
def next_door(timra: Municipality) -> Municipality:
    return with_roles_and_lists(timra)


@pytest.fixture
def chief(here: Municipality) -> User:
    return employed(here, Role.ADMINISTRATOR, email="chief@example.com", name="Petra")


@pytest.fixture
def administrator(db: None) -> User:
    return UserFactory(email="administrator@example.com", is_superuser=True, is_staff=True)
