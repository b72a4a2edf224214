from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from wagtail.models import Site

from home.models import MunicipalityHomePage
from participation.attachments.intake import ReceivedPhoto, receive_photo
from participation.faults.models import FaultIndexPage, FaultReport

from .factories import photo, reported

if TYPE_CHECKING:
    from participation.places.models import Municipality


@pytest.fixture(autouse=True)
def a_place_of_its_own(settings, tmp_path: Path, db: None) -> Path:
    """No photo of another test, and no sending that another test has counted."""
    settings.MEDIA_ROOT, settings.PRIVATE_MEDIA_ROOT = tmp_path / "media", tmp_path / "private"
    cache.clear()
    return tmp_path


@pytest.fixture(scope="session")
def developed() -> ReceivedPhoto:
    """A photo as the intake hands it on: developed once, since that takes a process of its own."""
    return receive_photo(photo())


@pytest.fixture
def region(sundsvall: Municipality, timra: Municipality) -> list[Municipality]:
    return [sundsvall, timra]


@pytest.fixture
def report(sundsvall: Municipality) -> FaultReport:
    return reported(sundsvall)


@pytest.fixture
def index(sundsvall: Municipality) -> FaultIndexPage:
    root = Site.objects.get(is_default_site=True).root_page
    front = MunicipalityHomePage(
        title="Sundsvall", slug="fel-i-sundsvall", municipality=sundsvall, question="Vad?", lede="Så."
    )
    page = FaultIndexPage(
        title="Felanmälan", slug="felanmalan", municipality=sundsvall, introduction="<p>Ring om det brinner.</p>"
    )
    return root.add_child(instance=front).add_child(instance=page)
