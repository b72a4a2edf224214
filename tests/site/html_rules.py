"""What is wrong with a page's HTML: parsed as browsers must, with nothing forgiven, and a few rules of ours besides."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import html5lib

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

INTERACTIVE = {"a", "button", "input", "select", "textarea", "label", "summary", "details", "iframe"}
PHRASING_ONLY = {"h1", "h2", "h3", "h4", "h5", "h6", "p", "span", "b", "button", "label", "time", "small", "q", "pre"}
BLOCKS = {"div", "p", "ul", "ol", "dl", "section", "article", "aside", "nav", "form", "table", "h1", "h2", "h3", "h4"}
CHILDREN = {
    "ul": {"li", "template"},
    "ol": {"li", "template"},
    "dl": {"dt", "dd", "div", "template"},
    "tr": {"th", "td"},
    "select": {"option", "optgroup", "hr"},
}
NO_LABEL_NEEDED = {"hidden", "submit", "button", "reset", "image"}
POINTERS = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "headers", "list", "form")


def wrongs_of(page: str) -> list[str]:
    """Everything wrong with a whole page."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(page)
    found = [f"line {line}: {code} {data.get('name', '')}".strip() for (line, _column), code, data in parser.errors]
    found += _wrong_ids(root)
    found += _wrong_places(root)
    found += _nameless(root)
    if not (root.get("lang") and (root.findtext("head/title") or "").strip()):
        found.append("no language or no title")
    if len(list(root.iter("h1"))) != 1 or len(list(root.iter("main"))) != 1:
        found.append("not exactly one h1 and one main")
    return found


def elements(root: Element) -> Iterator[Element]:
    return (element for element in root.iter() if isinstance(element.tag, str))


def _wrong_ids(root: Element) -> list[str]:
    """Ids that stand twice, and what points at one that is not there."""
    ids = Counter(element.get("id", "") for element in elements(root) if "id" in element.attrib)
    found = [f"id {name!r} twice" for name, times in sorted(ids.items()) if times > 1]
    found += ["an empty id"] if any(not name.strip() or " " in name for name in ids) else []
    for element in elements(root):
        for attribute in POINTERS:
            missing = set(element.get(attribute, "").split()) - ids.keys()
            found += [f"{element.tag} {attribute}={name!r} leads nowhere" for name in sorted(missing)]
        target = element.get("href", "")
        if element.tag == "a" and len(target) > 1 and target.startswith("#") and target[1:] not in ids:
            found.append(f"a href={target!r} leads nowhere")
    return found


def _wrong_places(root: Element) -> list[str]:
    """Buttons in links, blocks in lines of text, lists of something else than entries."""
    found = []

    def walk(element: Element, inside: tuple[str, ...]) -> None:
        tag = element.tag if isinstance(element.tag, str) else "!"
        if tag.startswith("{"):
            return  # a drawing
        held_by = {"a", "button", "label"} & set(inside)
        if tag in INTERACTIVE and held_by and not ("label" in held_by and len(held_by) == 1 and tag in _LABELLED):
            found.append(f"{tag} inside {sorted(held_by)}")
        if tag == "form" and "form" in inside:
            found.append("a form inside a form")
        if tag in BLOCKS and PHRASING_ONLY & set(inside):
            found.append(f"{tag} inside {' '.join(inside[-3:])}")
        allowed = CHILDREN.get(inside[-1]) if inside else None
        if allowed is not None and tag != "!" and tag not in allowed:
            found.append(f"{tag} straight inside {inside[-1]}")
        for child in element:
            walk(child, (*inside, tag))

    walk(root, ())
    return found


MOMENT = re.compile(r"\d{4}(-\d\d(-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:?\d\d)?)?)?)?")
_LABELLED = {"input", "select", "textarea", "button"}


def _nameless(root: Element) -> list[str]:
    """Fields, buttons, links, pictures and frames that say not what they are."""
    labels = {element.get("for") for element in root.iter("label") if _text(element)}
    inside_labels = {id(field) for label in root.iter("label") if _text(label) for field in label.iter()}
    found = []
    for element in elements(root):
        named = any(element.get(name, "").strip() for name in ("aria-label", "aria-labelledby", "title"))
        kind = element.get("type", "text")
        if element.tag == "img" and "alt" not in element.attrib:
            found.append("a picture without alt")
        elif element.tag == "input" and kind == "image" and not element.get("alt"):
            found.append("a picture button without alt")
        elif element.tag in ("input", "select", "textarea") and kind not in NO_LABEL_NEEDED:
            labelled = element.get("id") in labels or id(element) in inside_labels
            found += [] if named or labelled else [f"{element.tag} {element.get('name')!r} without a label"]
        elif element.tag == "time" and not MOMENT.fullmatch(element.get("datetime", _text(element))):
            found.append(f"time {element.get('datetime')!r} {_text(element)!r} is no moment")
        elif element.tag in ("a", "button", "summary", "legend", "th", "h1", "h2", "h3", "h4", "h5", "h6"):
            found += [] if named or _text(element) else [f"{element.tag} without words"]
    return found


def _text(element: Element) -> str:
    pictures: list[Any] = [child.get("alt", "") for child in element.iter("img")]
    return "".join([*element.itertext(), *pictures]).strip()
