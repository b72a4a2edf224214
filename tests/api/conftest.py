from __future__ import annotations

from typing import Any

import pytest

from participation.api.actions import make_client
from tests.faults.conftest import a_place_of_its_own, developed, region  # noqa: F401 - fixtures
from tests.faults.factories import NOW, category_of


@pytest.fixture
def lamps(sundsvall: Any) -> Any:
    return category_of(
        sundsvall, name="Gatubelysning", group="Gata och väg", keywords="lyktan\nlampa", publicity="shown"
    )


@pytest.fixture
def key(sundsvall: Any) -> str:
    """Of a client that may create."""
    _client, key = make_client(municipality=sundsvall, name="FixaMinGata", rate=1000, now=NOW)
    return key


@pytest.fixture
def updating_key(sundsvall: Any) -> str:
    _client, key = make_client(
        municipality=sundsvall, name="Entreprenören", rate=1000, may_create=False, may_update=True, now=NOW
    )
    return key
