"""The citizen's journey once more, in a second engine: write, sign up, be reviewed, support, discuss, be told."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from .conftest import PASSWORD, Portal, sign_in
from .firefox import FIREFOX, Firefox
from .test_story import TEXT, code_mailed_to, review

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def firefox(portal: Portal, tmp_path: Any) -> Iterator[Firefox]:
    if FIREFOX is None:
        if os.environ.get("CI"):
            pytest.fail("Firefox is missing in CI")
        pytest.skip("there is no Firefox on this machine (Debian: apt install firefox-esr)")
    with Firefox(tmp_path, portal.url) as window:
        yield window


def enter(window: Firefox, who: str) -> None:
    window.goto("/konto/login/")
    window.fill("input[name=login]", f"{who}@demo.example")
    window.fill("input[name=password]", PASSWORD)
    window.click("main form button[type=submit]")
    window.until(lambda: "/login/" not in window.path, "to be signed in")


def leave(window: Firefox) -> None:
    window.goto("/konto/logout/")
    window.click("main form button[type=submit]")
    window.until(lambda: "/logout/" not in window.path, "to be signed out")


def write_and_sign_up(portal: Portal, window: Firefox, title: str, address: str) -> str:
    window.goto("/sundsvall/")
    window.click("main a", "Föreslå")
    window.fill("[name=title]", title)
    window.fill("[name=text]", TEXT)
    window.pick("[name=category]", 1)
    window.click("button", "Gå vidare")
    window.click("main a", "Skapa konto")
    window.fill("[name=email]", address)
    window.fill("[name=password1]", "en lång fras att minnas")
    window.click("main button", "Skapa konto")
    window.find("[name=code]")
    window.fill("[name=code]", code_mailed_to(portal, address))
    window.click("main form button[type=submit]")
    window.said(TEXT)
    window.click("button", "Skicka idén")
    window.said(title, "h1")
    return window.path


def test_from_an_idea_to_news_about_it_in_firefox(portal: Portal, new_visitor: Any, firefox: Firefox) -> None:
    title, address = f"Påminn mig i Firefox {uuid4().hex[:4]}", f"ny-{uuid4().hex[:8]}@example.com"

    idea = write_and_sign_up(portal, firefox, title, address)
    moderator = new_visitor()
    sign_in(moderator, "granskare")
    review(moderator, title)
    firefox.goto("/nyheter-till-dig/")
    firefox.said(title)
    leave(firefox)

    enter(firefox, "granne")
    firefox.goto(idea)
    firefox.click("button", "Stöd idén")
    firefox.said("Du stöder idén")
    firefox.fill("#trad textarea", "Det skulle jag också behöva.")
    firefox.click("button", "Skicka inlägget")
    firefox.said("Det skulle jag också behöva.", "#trad ol")
    portal.manage("verify_integrity")
