"""1, 6: where words become markup without being escaped. A short list, read by people; anything more is red.

The other tests of strings look at pages that run; this one looks at every template, asked for or not.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
# In a template, how many times, and why it is no stranger's words.
TEMPLATES = {
    "templates/django/forms/field.html": (3, "help texts, written in our forms"),
    "templates/eservices/detail.html": (1, "cleaned when it was imported, tests/eservices"),
    # What editors write in Wagtail's editor, which Wagtail cleans: tests/security/test_strings_in_the_editor.py.
    "templates/components/blocks/text.html": (1, "editors"),
    "templates/home/blocks/free_text.html": (1, "editors"),
    "templates/home/blocks/text.html": (1, "editors"),
    "templates/home/news_index_page.html": (1, "editors"),
    "templates/eservices/index.html": (1, "editors"),
    "templates/eservices/proposal.html": (1, "editors"),
    "templates/faults/_beside.html": (1, "editors"),
    "templates/ideas/index.html": (1, "editors"),
}
IN_CODE = {
    "participation/discussion/drawing.py": (2, "built by templates that escape; tests/discussion"),
    "participation/discussion/nodes.py": (2, "built by linebreaks() that escapes"),
    "participation/moderation/actions/names.py": (1, "a sentence of ours, with an address that is escaped"),
    "participation/newsletters/drawing.py": (2, "cleaned by nh3 the line before, or empty"),
    "participation/topics/excerpts.py": (1, "each piece is escaped"),
    "portal/templatetags/own_ids.py": (1, "markup of a template, with other ids"),
    "portal/templatetags/words.py": (1, "escaped the line before"),
}
RAW = re.compile(r"\b(?:safe|safeseq|richtext)\b(?=[^{]*[%}]\})|autoescape\s+off|\{%\s*verbatim")
TAG = re.compile(r"\{[{%].*?[%}]\}")
RAW_IN_CODE = re.compile(
    r"\b(?:mark_safe|SafeString|SafeText|html_safe)\(|__html__|autoescape=False|\bEngine\(|engines\[|"
    r"format_html\(\s*(?![\"'])\S|format_html(?:_join)?\(\s*f[\"']"
)


def raw_in(template: str) -> int:
    return sum(len(RAW.findall(tag)) for tag in TAG.findall(template))


def test_no_template_of_html_shows_words_unescaped_outside_the_list() -> None:
    files = list((ROOT / "templates").rglob("*.html"))
    files += [path for folder in ("participation", "home", "portal") for path in (ROOT / folder).rglob("*.html")]

    found = {str(path.relative_to(ROOT)): raw_in(path.read_text(encoding="utf-8")) for path in files}

    assert len(files) > 150
    assert {name: number for name, number in found.items() if number} == {
        name: number for name, (number, _why) in TEMPLATES.items()
    }


def test_no_code_calls_words_safe_outside_the_list() -> None:
    files = [path for folder in ("participation", "home", "portal") for path in (ROOT / folder).rglob("*.py")]

    found = {str(path.relative_to(ROOT)): len(RAW_IN_CODE.findall(path.read_text(encoding="utf-8"))) for path in files}

    assert {name: number for name, number in found.items() if number} == {
        name: number for name, (number, _why) in IN_CODE.items()
    }


def test_a_template_of_text_within_a_page_prints_nothing() -> None:
    """Templates of text escape nothing: a page that includes one would show what it was given."""
    held = re.compile(r"\{%\s*(?:include|extends)\s+[\"']([^\"']*\.(?:txt|js))[\"']")
    pages = [path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html")]
    included = {name for page in pages for name in held.findall(page)}

    assert [name for name in included if "{{" in (ROOT / "templates" / name).read_text(encoding="utf-8")] == []


@pytest.mark.parametrize(
    "template",
    [
        "{{ report.text|safe }}", "{{ x | safe }}", "{{ x|linebreaks|safe }}", "{{ x|safeseq|join:', ' }}",
        "{% filter safe %}{{ x }}{% endfilter %}", "{% autoescape off %}", "{{ report.text|richtext }}",
        "{% include 'x.html' with words=report.text|safe %}", "{% firstof a|safe b %}",
    ],
)  # fmt: skip
def test_each_way_around_is_seen(template: str) -> None:
    assert raw_in(f"<p>{template}</p>") == 1


def test_words_about_safety_are_no_way_around() -> None:
    assert raw_in("<p>safe {{ words }} and safe</p>") == 0
