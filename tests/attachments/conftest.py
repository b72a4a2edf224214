from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.contrib.sessions.backends.db import SessionStore

from participation.attachments.intake import ReceivedPhoto, receive_photo

from .making import exif, in_sundsvall, picture, upload, written

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=ZoneInfo("Europe/Stockholm"))


@pytest.fixture
def private(settings, tmp_path: Path) -> Path:
    """The private storage, empty."""
    settings.MEDIA_ROOT, settings.PRIVATE_MEDIA_ROOT = tmp_path, tmp_path / "private"
    return tmp_path / "private"


@pytest.fixture
def session(db: None) -> SessionStore:
    return SessionStore()


@pytest.fixture(scope="session")
def red() -> ReceivedPhoto:
    """A photo taken in Sundsvall."""
    shot = {36867: "2026:05:31 20:15:00"}
    return receive_photo(upload(written(picture("red", (64, 48)), exif=exif(gps=in_sundsvall(), shot=shot).tobytes())))


@pytest.fixture(scope="session")
def blue() -> ReceivedPhoto:
    return receive_photo(upload(written(picture("blue", (64, 48)))))


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())
