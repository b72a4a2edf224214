"""Every page and state that a visitor or resident meets, at phone and desktop width, light and dark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from .conftest import Portal, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

OPEN_TO_ALL = [
    "/",
    "/sundsvall/",
    "/en/sundsvall/",
    "/sundsvall/ideer/",
    "/sundsvall/ideer/?q=finnsinte",
    "/ideer/2281-2026-0001/",
    "/ideer/2281-2026-0003/",
    "/ideer/2281-2026-0006/",
    "/ideer/2281-2026-0001/versioner/",
    "/ideer/ny/2281/",
    "/sundsvall/e-tjanster/",
    "/sundsvall/e-tjanster/byt-forskola/",
    "/sundsvall/felanmalan/",
    "/felanmalan/ny/",
    "/sundsvall/nyheter/",
    "/sundsvall/om/",
    "/sundsvall/personuppgifter/",
    "/sundsvall/tillganglighet/",
    "/sok/",
    "/sok/?q=cykel",
    "/sok/?q=xyzzyx",
    "/konto/login/",
    "/konto/signup/",
    "/konto/login/code/",
    "/konto/password/reset/",
    "/komponenter/",
]
SIGNED_IN = [
    "/mina/",
    "/mina/installningar/",
    "/mina/uppgifter/",
    "/nyheter-till-dig/",
    "/ideer/mina/",
    "/ideer/2281-2026-0003/",
    "/ideer/ny/2281/",
    "/konto/email/",
    "/konto/2fa/",
    "/konto/logout/",
]
SCREENS = [(360, False), (360, True), (1280, False), (1280, True)]
SCREEN_NAMES = ["phone light", "phone dark", "desktop light", "desktop dark"]


def problems_of(page: Page) -> list[str]:
    """What is wrong with the page as it stands: axe, console, width, structure."""
    found = [
        f"{violation['id']}: {violation['nodes'][0]['html'][:160]}"
        for violation in Axe().run(page).response["violations"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append("scrolls sideways")
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} h1")
    if not page.title() or not page.locator("html").get_attribute("lang"):
        found.append("no title or language")
    return found


def visit(page: Page, portal: Portal, path: str) -> list[str]:
    noise: list[str] = []
    elsewhere: list[str] = []
    page.on("console", lambda message: noise.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: None if local(request.url, portal) else elsewhere.append(request.url))
    page.goto(path)
    page.wait_for_load_state("networkidle")
    return [*problems_of(page), *noise, *(f"asks {url}" for url in elsewhere)]


def local(url: str, portal: Portal) -> bool:
    return url.startswith((portal.url, "data:", "blob:"))


@pytest.mark.parametrize(("width", "dark"), SCREENS, ids=SCREEN_NAMES)
def test_pages_open_to_all_are_accessible_and_quiet(portal: Portal, new_visitor: Any, width: int, dark: bool) -> None:
    visitor = new_visitor(width=width, dark=dark)

    problems = {path: found for path in OPEN_TO_ALL if (found := visit(visitor.context.new_page(), portal, path))}

    assert problems == {}


@pytest.mark.parametrize(("width", "dark"), SCREENS, ids=SCREEN_NAMES)
def test_pages_of_a_resident_are_accessible_and_quiet(portal: Portal, new_visitor: Any, width: int, dark: bool) -> None:
    resident = new_visitor(width=width, dark=dark)
    sign_in(resident, "medborgare")

    problems = {path: found for path in SIGNED_IN if (found := visit(resident.context.new_page(), portal, path))}

    assert problems == {}


@pytest.mark.parametrize("path", ["/cms/", "/cms/ideer/", "/cms/pages/"])
def test_the_staff_desk_asks_no_third_party(portal: Portal, new_visitor: Any, path: str) -> None:
    editor = new_visitor()
    sign_in(editor, "redaktor")
    elsewhere: list[str] = []
    editor.on("request", lambda request: None if local(request.url, portal) else elsewhere.append(request.url))

    editor.goto(path)
    editor.wait_for_load_state("networkidle")

    assert elsewhere == []
