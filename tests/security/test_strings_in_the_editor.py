"""4, 5, 7: whatever is posted where an editor writes with a toolbar, only a few harmless elements come out."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea
from wagtail.rich_text import expand_db_html

from .strings import Page, all_strings, one_line
from .test_strings_in_forms import rich_texts

pytestmark = pytest.mark.django_db
HARMLESS = {
    "p",
    "a",
    "b",
    "strong",
    "i",
    "em",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "br",
    "hr",
    "blockquote",
    "sup",
    "sub",
    "s",
}
LINKS = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)",
    "\x01javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>", "vbscript:msgbox(1)", "view-source:javascript:alert(1)",
    "https://example.com/\" onmouseover=\"alert(1)", "https://example.com/'><script>alert(1)</script>",
]  # fmt: skip


def features() -> list[str]:
    return sorted({feature for _where, some in rich_texts() for feature in some or ()} | {"link", "bold"})


def written(posted: str) -> str:
    """As the field stores it, and as a page shows that."""
    area = DraftailRichTextArea(features=features())
    return expand_db_html(area.value_from_datadict({"body": posted}, {}, "body") or "")


def state(*blocks: dict, entities: dict | None = None) -> str:
    return json.dumps({"blocks": list(blocks), "entityMap": entities or {}})


def block(text: str, kind: str = "unstyled", **more: object) -> dict:
    empty: dict = {"key": "aaaaa", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
    return {**empty, "text": text, "type": kind, **more}


def assert_only_harmless(html: str) -> Page:
    page = Page(html)
    assert {tag.removeprefix("/") for tag, _names in page.elements} <= HARMLESS, html
    assert {name for _tag, names in page.elements for name in names} <= {"href", "data-block-key", "linktype", "id"}, (
        html
    )
    assert set(page.schemes) <= {"http", "https", "mailto", "tel"}, html
    assert page.others == []
    return page


def test_words_stay_words(data):
    strings = [one_line(text) for text in all_strings(data)[::3]]

    page = assert_only_harmless(written(state(*(block(text) for text in strings))))

    missing = [text for text in strings if text not in page.words]
    assert missing == []


@pytest.mark.parametrize("address", LINKS)
def test_a_link_leads_to_a_page_or_nowhere(address):
    link = {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": address}}}
    ranged = block("länk", entityRanges=[{"key": 0, "offset": 0, "length": 4}])

    page = assert_only_harmless(written(state(ranged, entities=link)))

    assert "länk" in page.words


@pytest.mark.parametrize("kind", ["EMBED", "IMAGE", "SCRIPT", "HTML"])
def test_an_entity_that_the_toolbar_does_not_offer_comes_to_nothing(kind):
    """7"""
    data = {"url": "https://evil.example/", "html": "<script>alert(1)</script>", "id": 1, "embedType": "video"}
    ranged = block(" ", "atomic", entityRanges=[{"key": 0, "offset": 0, "length": 1}])

    with suppress(KeyError, AttributeError, AssertionError):  # unknown to Wagtail, which stores nothing then
        html = written(state(ranged, entities={"0": {"type": kind, "mutability": "IMMUTABLE", "data": data}}))
        assert "evil.example" not in html
        assert_only_harmless(html)


@pytest.mark.parametrize("kind", ["script", "unknown-block", "<img src=x onerror=alert(1)>"])
def test_a_kind_of_block_that_does_not_exist_is_refused_or_harmless(kind):
    assert_only_harmless(written(state(block("ord", kind))))
