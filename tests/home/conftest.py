from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.sites.models import Site
from django.core.cache import caches
from django.db import transaction

from home.actions import add_municipality
from participation.accounts.models import StaffGroup
from participation.places.models import Municipality
from tests.factories import UserFactory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from participation.accounts.models import User

REGION = "Provregionen"


@pytest.fixture(scope="module")
def region(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Two municipalities that run, made once for a module; what a test changes is undone after it."""
    caches["local"].clear()
    with django_db_blocker.unblock(), transaction.atomic():
        for code in ("2281", "2262"):
            add_municipality(code=code, region_name=REGION)
        yield
        transaction.set_rollback(True)
    Site.objects.clear_cache()


@pytest.fixture
def place(region: None, db: None) -> Municipality:
    return Municipality.objects.get(code="2281")


@pytest.fixture
def neighbour(region: None, db: None) -> Municipality:
    return Municipality.objects.get(code="2262")


def member(municipality: Municipality, *roles: str) -> User:
    """Of the groups that add_municipality made."""
    person = UserFactory(email=f"{'-'.join(roles)}@{municipality.slug}.example")
    person.groups.set([StaffGroup.objects.get(municipality=municipality, role=role).group for role in roles])
    return person
