from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

from participation.places.models import Department, Municipality
from tests.factories import CategoryFactory, DepartmentFactory

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

    from participation.accounts.models import User
    from participation.topics.models import Category


@pytest.fixture(autouse=True)
def files_of_its_own(settings: SettingsWrapper, tmp_path: Path) -> None:
    settings.PRIVATE_MEDIA_ROOT = tmp_path / "private"


@pytest.fixture
def reviewing_after(sundsvall: Municipality) -> Municipality:
    """Publishes at once and looks afterwards."""
    sundsvall.idea_review = Municipality.Review.AFTER
    sundsvall.save()
    return sundsvall


@pytest.fixture
def without_threshold(sundsvall: Municipality) -> Municipality:
    sundsvall.support_threshold = 0
    sundsvall.save()
    return sundsvall


@pytest.fixture
def three_needed(sundsvall: Municipality) -> Municipality:
    sundsvall.support_threshold = 3
    sundsvall.save()
    return sundsvall


@pytest.fixture
def department(sundsvall: Municipality) -> Department:
    return DepartmentFactory(municipality=sundsvall, name="Kultur- och fritidsförvaltningen")


@pytest.fixture
def category(sundsvall: Municipality) -> Category:
    return CategoryFactory(municipality=sundsvall, name="Fritid", slug="fritid")


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def status_of(client: Client, address: str) -> int:
    """Of an address that answers with a file, which must be read to its end."""
    response = client.get(address)
    if response.streaming:
        b"".join(response.streaming_content)
    return response.status_code
