from __future__ import annotations

import errno
from typing import Any

import pytest
from django.db import IntegrityError, InterfaceError, OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from portal.errors import server_error


def answer_to(error: BaseException, **fields: Any) -> HttpResponse:
    request = RequestFactory().post("/samtal/skriv/1/?sida=2", fields)
    try:
        raise error
    except BaseException:
        return server_error(request)  # no session, no database: as when both are gone


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("database or disk is full"), 503),
        (InterfaceError("connection already closed"), 503),
        (OSError(errno.ENOSPC, "No space left on device"), 503),
        (OSError(errno.EACCES, "Permission denied"), 500),
        (IntegrityError("a mistake of ours"), 500),
        (ValueError("a mistake of ours"), 500),
    ],
)
def test_what_passes_by_itself_says_when_to_come_back(error: BaseException, status: int) -> None:
    response = answer_to(error)

    assert response.status_code == status
    assert response.headers.get("Retry-After") == ("30" if status == 503 else None)
    assert response.headers["Cache-Control"] == "no-store"


def test_what_was_typed_can_be_sent_again_without_what_is_secret() -> None:
    page = answer_to(OperationalError(), comment="Mina <b>ord</b>", password="hemligt", csrfmiddlewaretoken="x")

    text = page.content.decode()
    assert 'name="comment" value="Mina &lt;b&gt;ord&lt;/b&gt;"' in text
    assert 'name="csrfmiddlewaretoken"' in text
    assert "<form method" in text
    assert "hemligt" not in text


def test_another_sites_form_gets_nothing_back() -> None:
    request = RequestFactory().post("/", {"comment": "planterat"}, headers={"Sec-Fetch-Site": "cross-site"})

    assert "planterat" not in server_error(request).content.decode()
