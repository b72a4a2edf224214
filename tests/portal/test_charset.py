"""A form in another code than UTF-8 is not understood, and nothing breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from django.http import HttpResponse
    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db
FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
BODIES = {FORM: b"a=b", PARTS: b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n'}


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize("charset", ["utf-16", "latin-1", "UTF-7"])
@pytest.mark.parametrize("content_type", [FORM, PARTS])
def test_another_charset_is_a_bad_request(
    settings: SettingsWrapper, content_type: str, charset: str, debug: bool
) -> None:
    settings.DEBUG = debug

    response = posting(f"{content_type}; charset={charset}", BODIES[content_type])

    assert response.status_code == 400
    assert "<h1>" in response.content.decode()


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "x-unknown"])
@pytest.mark.parametrize("content_type", [FORM, PARTS])
def test_our_own_is_read(content_type: str, charset: str) -> None:
    assert posting(f"{content_type}; charset={charset}", BODIES[content_type]).status_code == 200


def posting(content_type: str, body: bytes) -> HttpResponse:
    client = Client(raise_request_exception=False)
    return client.generic("POST", "/konto/login/", body, content_type=content_type)  # type: ignore[return-value]
