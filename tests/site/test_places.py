"""Every page of ours stands in the lists of what is looked at in a browser, or is said to be no page."""

from __future__ import annotations

from string import Formatter

import pytest
from django.urls import resolve

from portal.leaks.addresses import DEVELOPMENT
from portal.leaks.patterns import patterns
from tests.browser import places

from .leaks_world import is_wagtails

KEY = "00000000-0000-4000-8000-000000000000"
KEYS = {
    "draft": KEY,
    "photo": KEY,
    "picture": KEY,
    "decision_file": KEY,
    "mine": "2281-2026-0001",
    "back": "2281-2026-0001",
    "old": "2281-2026-0001",
}
LISTED = [
    *(places.PUBLIC + places.BY_SECRET_ADDRESS + places.OF_TOPIC + places.EMPTY_FORMS),
    *(places.SIGNED_IN + places.OF_WRITER + places.OF_ADMINISTRATOR),
    *(path for paths in places.STAFF.values() for path in paths),
]
OURS = {pattern.name for pattern in patterns() if not is_wagtails(pattern.name, f"/{pattern.route}")} - DEVELOPMENT
NO_PAGE = {name for names in places.NO_PAGE.values() for name in names.split()}


def name_of(path: str) -> str:
    """The name of the address, whatever row is filled in."""
    blanks = {blank for _before, blank, _form, _sign in Formatter().parse(path) if blank}
    plain = path.format_map({blank: KEYS.get(blank, "1") for blank in blanks}).partition("?")[0]
    return str(resolve(plain.removeprefix("/en")).view_name)


def missing(listed: list[str]) -> set[str]:
    return OURS - NO_PAGE - {name_of(path) for path in listed}


def test_every_page_of_ours_is_looked_at() -> None:
    assert not missing(LISTED), f"say in tests/browser/places.py where these stand: {sorted(missing(LISTED))}"


def test_what_is_said_to_be_no_page_exists_and_stands_in_no_list() -> None:
    assert sorted(NO_PAGE - OURS) == []
    assert sorted(NO_PAGE & {name_of(path) for path in LISTED}) == []


@pytest.mark.parametrize("path", ["/cms/kommun/2281/", "/ideer/utkast/{draft}/", "/samtal/inlagg/{entry}/svara/"])
def test_a_page_that_is_taken_out_of_the_lists_is_told(path: str) -> None:
    assert missing([one for one in LISTED if one != path]) == {name_of(path)}
