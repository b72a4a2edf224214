from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connections
from django.utils import translation

from portal.mail_settings import SMTP
from tests import database

from .postbox import Postbox

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def swedish_again() -> Iterator[None]:
    """A request to /en/ leaves its language in the thread."""
    with translation.override("sv"):
        yield


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any, request: Any) -> Iterator[None]:
    """What is written is there for other threads and processes; afterwards the database is a fresh copy again."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", f"main-{os.getpid()}")
    with django_db_blocker.unblock():
        yield
        connections.close_all()
        database.prepare(worker)


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    with Postbox() as box:
        mail_through(settings, box.port)
        yield box


def mail_through(settings: Any, port: int) -> None:
    settings.MAIL_TRANSPORT = SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_TIMEOUT = settings.EMAIL_ANSWER_TIMEOUT = 5
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
