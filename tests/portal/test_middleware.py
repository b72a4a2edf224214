from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from participation.accounts.models import User


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["/ideer/ny/%00/", "/ideer/floden/%00.xml", "/felanmalan/arende/a%00/", "/e-tjanster/%00/x/", "/sundsvall%00/"],
)
def test_no_page_has_a_nul_in_its_address(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/ideer/liknande/?kommun=%00&q=%00", "/sok/?q=a%00b&kommun=%00"])
def test_a_nul_in_a_question_is_left_out(client: Client, path: str) -> None:
    assert client.get(path).status_code in (200, 404)


@pytest.mark.django_db
def test_a_persons_page_is_kept_by_nobody_else(client: Client, citizen: User) -> None:
    client.force_login(citizen)

    response = client.get("/mina/")

    assert "private" in response.headers["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/konto/login/", "/sok/", "/finns-inte/"])
def test_every_answer_carries_the_strict_policy(client: Client, path: str) -> None:
    headers = client.get(path).headers

    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["X-Content-Type-Options"] == "nosniff"
