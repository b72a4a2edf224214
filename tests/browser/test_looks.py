"""Every page and state, at phone, tablet and desktop width, light, dark and in forced colours: axe finds nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from .conftest import Portal, ask, sign_in
from .looking import COLOURS, DARK, DESKTOP, LIGHT, SCREENS, one_in_turn, turn, with_all_rules_on_one_more, wrongs_of
from .places import BY_SECRET_ADDRESS, EMPTY_FORMS, OF_ADMINISTRATOR, OF_TOPIC, OF_WRITER, PUBLIC, SIGNED_IN, STAFF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from .looking import Screen

OWN_DESK = [(DESKTOP, LIGHT, None), (DESKTOP, DARK, COLOURS)]  # its widths and frame are Wagtail's


@pytest.fixture(scope="module")
def places(portal: Portal) -> dict[str, Any]:
    return {**ask(portal, "addresses"), **ask(portal, "fill")}


@pytest.fixture
def exaggerated(portal: Portal, places: dict[str, Any]) -> Iterator[str]:
    path = places["crowded"]
    before = ask(portal, "exaggerate", path, "128405")
    yield path
    ask(portal, "exaggerate", path, str(before))


class Looker:
    """One window that goes from page to page and writes down what it meets."""

    def __init__(self, page: Page, portal: Portal) -> None:
        self.page, self.portal, self.looks = page, portal, 0
        self.noise: list[str] = []
        self.problems: dict[str, Any] = {}
        page.on("console", lambda message: self.noise.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: None if self.local(request.url) else self.noise.append(request.url))
        turn(page, DESKTOP)

    def local(self, url: str) -> bool:
        return url.startswith((self.portal.url, "data:", "blob:"))

    def look_in_turn(self, paths: list[str], among: list[Screen] = SCREENS, **how: Any) -> dict[str, Any]:
        """Each page at one of these screens."""
        for path in paths:
            self.look([path], screens=one_in_turn(self.looks, among), **how)
        return self.problems

    def look(self, paths: list[str], **how: Any) -> dict[str, Any]:
        for path in paths:
            self.noise.clear()
            answer = self.page.goto(path)
            assert answer is not None
            if answer.status != 200:
                self.problems[path] = answer.status
                continue
            self.note(path, **how)
        return self.problems

    def note(self, name: str, **how: Any) -> None:
        found: dict[str, Any] = wrongs_of(self.page, **({"screens": with_all_rules_on_one_more(self.looks)} | how))
        self.looks += 1
        if self.page.locator("h1").count() != 1 or not self.page.title():
            found["structure"] = "not one h1, or no title"
        if self.noise:
            found["noise"] = list(self.noise)
        if found:
            self.problems[name] = found


@pytest.mark.parametrize("part", [0, 1, 2])
def test_pages_open_to_all(portal: Portal, new_visitor: Any, part: int) -> None:
    assert Looker(new_visitor(), portal).look(PUBLIC[part::3]) == {}


def test_pages_of_a_topic_many_of_everything_and_merged(
    portal: Portal, new_visitor: Any, places: dict[str, Any], exaggerated: str
) -> None:
    paths = [exaggerated, places["many"], places["merged"], *(path.format(**places) for path in OF_TOPIC)]

    assert Looker(new_visitor(), portal).look(paths) == {}


def test_pages_of_a_resident(portal: Portal, new_visitor: Any) -> None:
    resident = new_visitor()
    sign_in(resident, "medborgare")

    assert Looker(resident, portal).look(SIGNED_IN) == {}


def test_pages_behind_a_secret_address_or_after_a_step(
    portal: Portal, new_visitor: Any, places: dict[str, Any]
) -> None:
    paths = [path.format(**places) for path in BY_SECRET_ADDRESS]

    assert Looker(new_visitor(), portal).look_in_turn(paths) == {}


def test_pages_of_somebody_who_writes(portal: Portal, new_visitor: Any, places: dict[str, Any]) -> None:
    writer = new_visitor()
    sign_in(writer, "medborgare")

    assert Looker(writer, portal).look_in_turn([path.format(**places) for path in OF_WRITER]) == {}


def test_forms_with_errors(portal: Portal, new_visitor: Any) -> None:
    visitor = new_visitor(javascript=True)
    looker = Looker(visitor, portal)
    for path in EMPTY_FORMS:
        visitor.goto(path)
        visitor.evaluate("document.querySelectorAll('form').forEach((form) => { form.noValidate = true; })")
        visitor.locator("main form[method=post] button[type=submit]").last.click()
        visitor.wait_for_selector(".errorlist, .wrongs")
        looker.noise.clear()  # a browser complains of a 422
        looker.note(path)

    assert looker.problems == {}


def test_pages_of_errors(portal: Portal, new_visitor: Any) -> None:
    visitor = new_visitor()
    looker = Looker(visitor, portal)
    pages = ask(portal, "error_pages")
    visitor.route(
        "**/felsida/*",
        lambda route: route.fulfill(body=pages[route.request.url.split("/")[-1]], content_type="text/html"),
    )

    assert looker.look([f"/felsida/{name}" for name in pages]) == {}


@pytest.mark.parametrize("who", STAFF)
def test_our_own_pages_for_staff(portal: Portal, new_visitor: Any, places: dict[str, Any], who: str) -> None:
    person = new_visitor()
    sign_in(person, who)
    paths = [path.format(**places) for path in STAFF[who]]

    assert Looker(person, portal).look(paths, where="main", screens=OWN_DESK, sideways=False) == {}


def test_pages_of_an_administrator(portal: Portal, new_visitor: Any, places: dict[str, Any]) -> None:
    person = new_visitor()
    sign_in(person, "forvaltare")
    paths = [path.format(**places) for path in OF_ADMINISTRATOR]

    assert Looker(person, portal).look_in_turn(paths, OWN_DESK, where="main", sideways=False) == {}


@pytest.mark.parametrize("path", ["/cms/", "/cms/ideer/", "/cms/pages/"])
def test_the_staff_desk_asks_no_third_party(portal: Portal, new_visitor: Any, path: str) -> None:
    editor = new_visitor()
    sign_in(editor, "redaktor")
    looker = Looker(editor, portal)

    editor.goto(path)
    editor.wait_for_load_state("networkidle")

    assert [url for url in looker.noise if url.startswith("http")] == []
