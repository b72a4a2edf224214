"""What axe cannot see: the keyboard, large and spaced text, motion, and what a screen reader is told."""

from __future__ import annotations

import os
import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from .conftest import ARGUMENTS, CHROMIUM, Portal, sign_in
from .looking import DESKTOP, PHONE, TABLET, WIDER, turn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

ARIA = Path(__file__).parent / "aria"
MAIN_PAGES = {
    "front": "/timra/",  # no other test writes anything there
    "ideas": "/timra/ideer/",
    "idea": "/ideer/2281-2026-0001/",
    "proposal": "/sundsvall/e-tjanster/byt-forskola/",
    "fault": "/sundsvall/felanmalan/",
    "sign-in": "/konto/login/",
}
NAMES = list(MAIN_PAGES)
NARROW_PAGES = {
    **MAIN_PAGES,
    "region": "/",
    "fault of another": "/felanmalan/folj/F-2281-2026-0001/",
    "public fault": "/felanmalan/anmalan/F-2281-2026-0001/",
    "components": "/komponenter/",
}
ZOOMED = DESKTOP // 2  # a desktop window at 200 %
# WCAG 1.4.12, to the letter.
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
            p { margin-block-end: 2em !important; }"""
CUT = """() => [...document.querySelectorAll("main *, header *, footer *")].filter((one) => {
    if (one.closest(".hide, svg, .rule, select, option, thead") || one.matches(".field")) return false;
    if (!one.checkVisibility() || !one.textContent.trim()) return false;
    const style = getComputedStyle(one);
    if (!["hidden", "clip"].includes(style.overflowX) && !["hidden", "clip"].includes(style.overflowY)) return false;
    return one.scrollWidth > one.clientWidth + 2 || one.scrollHeight > one.clientHeight + 2;
}).map((one) => one.outerHTML.slice(0, 120))"""
# The focused element: what it is, where it stands, and whether one sees that it has the focus.
FOCUS = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const style = getComputedStyle(one), box = one.getBoundingClientRect();
    const inside = (part) => one.closest(part) !== null;
    const x = box.x + box.width / 2, y = box.y + Math.min(box.height / 2, 20);
    const top = document.elementFromPoint(x, y);
    return {
        what: one.outerHTML.slice(0, 120),
        seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        covered: !!top && !one.contains(top) && !top.contains(one) && !top.closest("label"),
        x: box.x, y: box.y + scrollY, bottom: box.bottom + scrollY,
        part: inside("header.mast") ? 0 : inside("main") ? 1 : inside("footer, .foot") ? 2 : 1,
        column: inside("aside") || inside(".sticky") ? 1 : 0,
        sticky: inside(".bar") || inside(".sticky"),
    };
}"""
COUNT = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter((one) =>
    one.checkVisibility() && !one.disabled && one.type !== "hidden" && one.tabIndex >= 0
    && !(one.type === "radio" && !one.checked && one.form?.elements[one.name]?.length > 1
         && one !== one.form.elements[one.name][0])).length"""


def walk(page: Page, most: int = 400) -> list[dict[str, Any]]:
    """Press Tab from the top until the page lets go of the focus."""
    page.evaluate("() => { document.activeElement?.blur?.(); scrollTo(0, 0); }")
    stops: list[dict[str, Any]] = []
    for _press in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None:
            return stops
        stops.append(stop)
    pytest.fail("the focus never leaves the page: a trap")


@pytest.mark.parametrize("name", NAMES)
def test_the_keyboard_walks_the_page_in_the_order_one_sees(new_visitor: Any, name: str) -> None:
    page = new_visitor()
    page.goto(MAIN_PAGES[name])
    expected = page.evaluate(COUNT)

    stops = walk(page)

    assert "skip" in stops[0]["what"]
    assert len(stops) >= expected - 1, "some of what can be used cannot be reached"
    assert [stop["what"] for stop in stops if not stop["seen"]] == [], "one does not see where one is"
    assert [stop["what"] for stop in stops[1:] if stop["covered"]] == [], "something lies over what has the focus"
    assert [stop["part"] for stop in stops[1:]] == sorted(stop["part"] for stop in stops[1:]), "head, page, foot"
    assert jumps(stops) == []


def jumps(stops: list[dict[str, Any]]) -> list[str]:
    """Where the next stop lies wholly above the one before, in the same column of the page's own text."""
    text = [stop for stop in stops[1:] if stop["part"] == 1 and not stop["column"] and not stop["sticky"]]
    return [
        f"{before['what']} → {after['what']}"
        for before, after in pairwise(text)
        if after["bottom"] < before["y"] - 2 and after["x"] <= before["x"] + 2
    ]


def test_the_skip_link_leads_past_the_menu(new_visitor: Any) -> None:
    page = new_visitor()
    page.goto("/sundsvall/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("name", NARROW_PAGES)
def test_large_and_spaced_text_and_a_narrow_window_cut_nothing_off(new_visitor: Any, name: str) -> None:
    page = new_visitor()
    page.goto(NARROW_PAGES[name])
    found: dict[str, Any] = {}

    def note(state: str) -> None:
        if wide := page.evaluate(WIDER):
            found[f"{state}, wide"] = wide
        if cut := page.evaluate(CUT):
            found[f"{state}, cut"] = cut

    for width in (PHONE, ZOOMED, DESKTOP):
        turn(page, width)
        note(f"{width}")
        page.evaluate(
            """(rules) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(rules);
                            document.adoptedStyleSheets = [sheet]; }""",
            SPACED,
        )
        note(f"{width} spaced")
        page.evaluate("() => { document.adoptedStyleSheets = []; }")

    assert found == {}


def test_an_e_service_is_not_taken_to_pieces_on_a_phone(new_visitor: Any) -> None:
    page = new_visitor()
    turn(page, PHONE)
    page.goto("/")

    lines = page.evaluate("() => [...document.querySelectorAll('.nowrap')].map((word) => word.getClientRects().length)")
    height = page.evaluate(
        "() => Math.max(...[...document.querySelectorAll('.door .nowrap')].map((w) => w.offsetHeight))"
    )

    assert len(lines) > 1
    assert set(lines) == {1}
    assert height < 60  # of one line of a door's title


@pytest.fixture(scope="module")
def large_print(portal: Portal, chromium: Browser) -> Iterator[Page]:
    """The browser of somebody who has set their text to twice the size, for all pages."""
    arguments = [*ARGUMENTS, "--blink-settings=defaultFontSize=32,defaultFixedFontSize=26"]
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=arguments)
    yield browser.new_page(base_url=portal.url, locale="sv-SE")
    browser.close()


@pytest.mark.parametrize("name", NARROW_PAGES)
def test_a_larger_default_size_of_text_is_followed_and_cuts_nothing_off(large_print: Page, name: str) -> None:
    large_print.goto(NARROW_PAGES[name])
    found: dict[str, Any] = {}

    for width in (PHONE, TABLET, DESKTOP):
        turn(large_print, width)
        if wrong := [*filter(None, [large_print.evaluate(WIDER)]), *large_print.evaluate(CUT)]:
            found[str(width)] = wrong

    assert (
        large_print.evaluate("parseFloat(getComputedStyle(document.querySelector('main p, main label')).fontSize)")
        >= 28
    )
    assert found == {}


def test_nothing_moves_for_those_who_asked_for_stillness(new_visitor: Any) -> None:
    page = new_visitor(reduced_motion="reduce")
    moving = """() => document.getAnimations().filter((one) => one.effect.getComputedTiming().duration > 1).length
        + [...document.querySelectorAll("*")].filter((one) => {
            const style = getComputedStyle(one);
            return [...style.transitionDuration.split(","), ...style.animationDuration.split(",")]
                .some((time) => parseFloat(time) > 0.01) || style.scrollBehavior === "smooth";
        }).length"""

    for path in MAIN_PAGES.values():
        page.goto(path)
        assert page.evaluate(moving) == 0, path


def focus_reaches(page: Page, selector: str) -> None:
    """Waits: a swap takes its time, and what is swapped in asks for the focus when it has settled."""
    expect(page.locator(f"{selector}:focus")).to_be_attached()


def test_the_focus_follows_every_swap(new_visitor: Any) -> None:
    person = new_visitor()
    sign_in(person, "granne")

    person.goto("/sundsvall/ideer/")
    person.locator(".tabs a").nth(1).click()
    focus_reaches(person, ".tabs li:nth-child(2) a[aria-current]")

    person.goto("/ideer/2281-2026-0004/")
    was_supported = person.locator("#stod-box .btn.quiet").count() == 1
    for quiet in (not was_supported, was_supported):  # support, and take it back
        person.locator("#stod-box button").first.click()
        focus_reaches(person, "#stod-box .yours" if quiet else "#stod-box .btn:not(.quiet)")

    person.goto("/ideer/2281-2026-0001/")
    person.locator("#trad a", has_text="Svara").first.click()
    focus_reaches(person, "#svara textarea")
    person.locator("#trad nav a").last.click()
    focus_reaches(person, "#trad-rubrik")


MONTHS = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
CHANGING = [
    (re.compile(rf"\b\d{{1,2}} (?:{MONTHS})(?: \d{{4}})?\b"), "DAG"),
    (re.compile(rf"\b(?:{MONTHS}) \d{{4}}\b"), "MÅNAD"),
    (re.compile(r"\b(?:i dag|i går|i morgon)\b", re.IGNORECASE), "DAG"),
    (re.compile(r"\d+(?:[.,]\d+)?"), "0"),
]


def what_is_said(page: Page) -> str:
    said = str(page.locator("body").aria_snapshot())
    for pattern, instead in CHANGING:
        said = pattern.sub(instead, said)
    return said + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_a_screen_reader_is_told_what_it_was_told_before(new_visitor: Any, name: str) -> None:
    """Changed on purpose? `WRITE_ARIA=1 pytest tests/browser/test_probes.py`, and read the difference."""
    page = new_visitor()
    page.goto(MAIN_PAGES[name])
    kept = ARIA / f"{name}.yml"

    said = what_is_said(page)

    if os.environ.get("WRITE_ARIA"):
        ARIA.mkdir(exist_ok=True)
        kept.write_text(said, encoding="utf-8")
    assert said == kept.read_text(encoding="utf-8")
