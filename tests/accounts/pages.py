"""What every page must have, whoever made its form."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

PASSWORD = "en lång fras att minnas"
# Words of allauth's own templates and forms, which nobody should meet on a Swedish page.
FOREIGN = re.compile(r"\b(Sign|Password|Email|Please|Confirm|Your|Authenticator|Recovery|Remove|Cancel)\b")


def read(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def assert_is_ours(response: HttpResponse) -> BeautifulSoup:
    page = read(response)
    assert response.status_code in (200, 403, 429)
    assert len(page.find_all("h1")) == 1
    assert page.h1.get_text(strip=True)
    assert page.title.get_text(strip=True).startswith(page.h1.get_text(strip=True))
    assert page.find("header", class_="mast")
    assert page.html["lang"] == "sv"
    assert not page.find_all(style=True)
    assert not FOREIGN.search(page.main.get_text(" ", strip=True)), page.main.get_text(" ", strip=True)
    for field in page.main.find_all(["input", "select", "textarea"]):
        named = field.get("type") == "hidden" or page.find("label", attrs={"for": field.get("id")})
        assert named or field.find_parent("label"), field
    return page


def prove_it_is_me(client: Client) -> None:
    """What signing in a moment ago would have left in the session."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": time.time()}]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()


def code_in(text: str) -> str:
    found = re.search(r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})*)\s*$", text, re.MULTILINE)
    assert found, text
    return found.group(1)
