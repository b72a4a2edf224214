"""The HTML of every page that a visitor, a resident or the municipality's own pages for staff can show is valid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from portal.leaks.addresses import addresses
from portal.leaks.fetching import InProcess

from .html_rules import wrongs_of
from .leaks_world import UNCLOSED, planted_world

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.leaks.planted import Planted

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings(UNCLOSED)]
OF_WAGTAIL = "/cms/"  # its own pages are Wagtail's to mend; ours among them are looked at in tests/browser
BESIDES = (
    "/",
    "/en/",
    "/sundsvall/",
    "/en/sundsvall/",
    "/sundsvall/ideer/?q=finnsinte",
    "/sok/?q=xyzzyx",
    "/finns-ej/",
)
EMPTY_FORMS = ("/konto/login/", "/konto/signup/", "/konto/password/reset/", "/ideer/ny/2281/", "/felanmalan/ny/2281/")


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Planted]:
    with django_db_blocker.unblock(), planted_world(tmp_path_factory.mktemp("planted")) as world:
        yield world


@pytest.mark.parametrize("role", ["visitor", "author"])
def test_every_page_is_valid_html(role: str, planted: Planted) -> None:
    browser = InProcess(planted.people.get(role))
    wrong: dict[str, list[str]] = {}
    seen = 0
    for path in [*BESIDES, *(address.path for address in addresses(planted))]:
        if path.startswith(OF_WAGTAIL):
            continue
        answer = browser.get(path)
        if not answer.header("Content-Type").startswith("text/html") or answer.status in (301, 302):
            continue
        if "<html" in (words := answer.body.decode()):
            seen += 1
            if found := wrongs_of(words):
                wrong[path] = found

    assert seen > 60
    assert wrong == {}


def test_forms_with_errors_are_valid_html(planted: Planted) -> None:
    visitor = InProcess(None)

    wrong = {path: found for path in EMPTY_FORMS if (found := wrongs_of(visitor.client.post(path).content.decode()))}

    assert wrong == {}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<h1>a</h1><p>b<div>c</div></p>", "unexpected-end-tag"),
        ("<h1 id=a>a</h1><p id=a>b</p>", "id 'a' twice"),
        ("<h1>a</h1><a href='/x'><button>b</button></a>", "button inside"),
        ("<h1>a</h1><input name=q>", "'q' without a label"),
        ("<h1>a</h1><label for=z>b</label>", "leads nowhere"),
        ("<h1>a</h1><ul><p>b</p></ul>", "p straight inside ul"),
        ("<h1>a</h1><img src=b>", "a picture without alt"),
        ("<h1>a</h1><button></button>", "button without words"),
        ("<p>a</p>", "not exactly one h1"),
        ("<h1>a</h1><time>i dag</time>", "time"),
    ],
)
def test_what_is_wrong_is_found(body: str, expected: str) -> None:
    page = f"<!doctype html><html lang=sv><head><title>t</title></head><body><main>{body}</main></body></html>"

    assert any(expected in found for found in wrongs_of(page)), wrongs_of(page)


def test_what_is_right_is_left_alone() -> None:
    body = "<h1>a</h1><form><label>b <input name=q></label></form><time datetime=2026-11-22>i dag</time>"
    page = f"<!doctype html><html lang=sv><head><title>t</title></head><body><main>{body}</main></body></html>"

    assert wrongs_of(page) == []
