from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.utils import translation

from .postbox import Postbox

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def swedish_again() -> Iterator[None]:
    """A request to /en/ leaves its language in the thread."""
    with translation.override("sv"):
        yield


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_TIMEOUT = 5
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    with Postbox() as box:
        settings.EMAIL_PORT = box.port
        yield box
