from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from participation.accounts.models import User
from participation.ideas.models import Idea
from participation.places.models import Department, Municipality
from tests.factories import DepartmentFactory, UserFactory
from tests.ideas.factories import published

from .factories import a_way, drafted, sent


@pytest.fixture(autouse=True)
def files_of_its_own(settings: Any, tmp_path: Path) -> None:
    settings.PRIVATE_MEDIA_ROOT = tmp_path


@pytest.fixture
def department(sundsvall: Municipality) -> Department:
    return DepartmentFactory(municipality=sundsvall, name="Kultur- och fritidsförvaltningen")


@pytest.fixture
def idea(sundsvall: Municipality, author: User) -> Idea:
    return published(sundsvall, author)


@pytest.fixture
def lawyer(sundsvall: Municipality) -> User:
    return UserFactory(email="jurist@example.com", display_name="Jurist Eva")


@pytest.fixture
def waiting(sundsvall: Municipality, idea: Idea, case_officer: User, department: Department, lawyer: User) -> Any:
    """The draft of an answer that waits for the lawyer."""
    a_way(sundsvall, Jurist=[lawyer])
    return sent(drafted(idea, case_officer, department), case_officer)
