from __future__ import annotations

import errno
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, InterfaceError, OperationalError
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.test import RequestFactory

from portal.errors import server_error


def answer_to(error: BaseException, site: str = "same-origin", **fields: Any) -> HttpResponse:
    request = RequestFactory().post("/samtal/skriv/1/?sida=2", fields, headers={"Sec-Fetch-Site": site})
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


def test_another_sites_form_is_not_made_ready_to_send_and_its_words_can_be_copied() -> None:
    text = answer_to(OperationalError(), site="cross-site", comment="planterat", password="hemligt").content.decode()

    assert ">planterat</textarea>" in text
    assert "<form" not in text
    assert "<input" not in text
    assert "hemligt" not in text


def test_what_passed_the_csrf_check_can_be_sent_again_however_silent_the_browser_is() -> None:
    browser, token = RequestFactory(), "a" * 32
    browser.cookies[settings.CSRF_COOKIE_NAME] = token
    request = browser.post("/samtal/skriv/1/", {"comment": "Mina ord", "csrfmiddlewaretoken": token})
    check = CsrfViewMiddleware(lambda _request: HttpResponse())
    check.process_request(request)
    assert check.process_view(request, server_error, (), {}) is None

    assert 'name="comment" value="Mina ord"' in server_error(request).content.decode()
