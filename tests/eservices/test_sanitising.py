from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.eservices.open_eplatform import MalformedAnswer, parse
from participation.eservices.sanitising import as_text, clean_html

from .conftest import flow

ALLOWED = {"p", "br", "ul", "ol", "li", "strong", "em", "a", "h3", "h4", "h5", "h6"}


class Reader(HTMLParser):
    """Notes what a browser would find in the result."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.links: list[str] = []
        self.others: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag != "br":
            self.open.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]
        self.others += [name for name, value in attrs if (name, value) != ("rel", "noopener") and name != "href"]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def assert_harmless(html: str) -> None:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert set(reader.tags) <= ALLOWED, html
    assert not reader.others, html
    assert reader.open == []
    assert all(link.startswith(("http://", "https://", "mailto:", "tel:")) for link in reader.links), html


@pytest.fixture(scope="session")
def payloads(data: Path) -> list[str]:
    folder = data / "security"
    lines = (folder / "xss-payloads.txt").read_text(errors="replace").splitlines()
    cases = [case["input"] for case in json.loads((folder / "html5lib_sanitizer_tests1.json").read_text())]
    return [*lines, *json.loads((folder / "blns.json").read_text()), *cases]


def test_no_payload_survives_in_a_description(payloads):
    assert len(payloads) > 3800

    for payload in payloads:
        assert_harmless(clean_html(payload, base_url="https://e.example.se/flow/1"))


def test_no_payload_survives_in_a_whole_answer(payloads):
    for payload in payloads:
        body = json.dumps({"Flows": [flow(Name=payload, ShortDescription=payload, LongDescription=payload)]}).encode()
        try:
            (read,) = parse(body)
        except MalformedAnswer:
            continue  # a payload of nothing but spaces is no name
        assert_harmless(read.description)
        assert "\n" not in read.name


@given(st.text(alphabet="<>/=\"' abpuliolh13&;#x\u00a0•", max_size=80))
def test_no_text_becomes_harmful_and_cleaning_again_changes_nothing(text):
    once = clean_html(text)

    assert_harmless(once)
    assert clean_html(once) == once


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("<p>a</p><p>&nbsp;</p><div><br></div><p></p><p>b</p>", "<p>a</p><p>b</p>"),
        ("a<br><br>b<br>c", "<p>a</p><p>b<br>c</p>"),
        ("<h1>A</h1><h3>B</h3><h2>C</h2>", "<h3>A</h3><h4>B</h4><h4>C</h4>"),
        ("<h4>A</h4><h4></h4>", "<h3>A</h3>"),
        ("<h2><strong>A</strong></h2>", "<h3>A</h3>"),
        ("<b>a</b> <i>b</i> <u>c</u><strong> </strong>", "<p><strong>a</strong> <em>b</em> c</p>"),
        ("<p>S&aring; h&auml;r:<br>&bull; a<br>&#61623; b</p>", "<p>Så här:</p><ul><li>a</li><li>b</li></ul>"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
        ("<ol><li><p>a</p><p>b</p></li></ol>", "<ol><li>a<br>b</li></ol>"),
        ("<table><tr><th>Avgift</th><td>100 kr</td></tr><tr><td>b</td></tr></table>", "<p>Avgift – 100 kr</p><p>b</p>"),
        ("<strong>a<div>b</div></strong>", "<p><strong>a</strong></p><p><strong>b</strong></p>"),
        ('<p style="x" onclick="y" class="z">a</p><script>b</script><style>c</style>', "<p>a</p>"),
        ("a&nbsp;&nbsp; &#8203;b", "<p>a b</p>"),
        ("", ""),
    ],
)
def test_what_an_editor_pasted_becomes_what_she_meant(html, clean):
    assert clean_html(html) == clean


@pytest.mark.parametrize(
    ("link", "meant"),
    [
        ("/bygglov", "https://e.example.se/bygglov"),
        ("??RELATIVE_FROM_CONTEXTPATH??/bygglov", "https://e.example.se/bygglov"),
        ("http://mailto:a@example.se", "mailto:a@example.se"),
        ("http://a@example.se", "mailto:a@example.se"),
        ("mailto:a@example.se?subject=Hej", "mailto:a@example.se?subject=Hej"),
        ("tel:+4660191000", "tel:+4660191000"),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("data:text/html,x", None),
        ("https://user:word@evil.example/x", None),
        ("https://[broken", None),
    ],
)
def test_a_link_leads_where_it_meant_or_nowhere(link, meant):
    html = clean_html(f'<a href="{link}">x</a>', base_url="https://e.example.se/flow/1")

    assert html == (f'<p><a href="{meant}" rel="noopener">x</a></p>' if meant else "<p>x</p>")


def test_the_words_of_a_clean_text_keep_their_spaces():
    assert as_text("<h3>A &amp; B</h3><ul><li>c</li><li>d</li></ul><p>e<br>f</p>") == "A & B c d e f"


def test_a_text_of_nothing_but_tags_is_read_in_a_moment():
    deep = "<b>" * 30_000

    assert clean_html(deep) == ""
    assert clean_html("<ul><li>" * 10_000 + "x").count("<ul>") <= 6
