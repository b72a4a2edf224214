"""Answers as they really come: XML or JSON, wrapped or bare, Latin-1 that claims to be UTF-8, numbers as text."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.utils.translation import gettext as _

from participation.faults.case_systems.told import plain
from participation.faults.case_systems.trouble import Again

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Row = dict[str, Any]
DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
REFERENCE = re.compile(r"&#(?:x([0-9a-f]{1,6})|([0-9]{1,7}));", re.IGNORECASE)
NOT_SUPPORTED = (404, 405, 406, 501)


def rows_of(body: bytes) -> list[Row]:
    """The things an answer holds, each flat: name to text, or to a list of texts where a name came twice.

    Raises Again for what is neither XML nor JSON, and for XML with entities of its own.
    """
    text = decoded(body).strip()
    if not text:
        return []
    try:
        # Not strict: a raw line break within a text is no reason to hear nothing.
        return _from_json(json.loads(text, strict=False)) if text[0] in "[{" else _from_xml(text)
    except (DefusedXmlException, ParseError, ValueError, RecursionError):
        raise Again(_("Systemets svar går inte att läsa."), may_be_done=True) from None


def decoded(body: bytes) -> str:
    """Without what no text holds: one control character would make the whole answer unreadable."""
    try:
        return plain(body.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return plain(body.decode("cp1252", errors="replace"))


def text_of(row: Row, name: str) -> str:
    value = row.get(name)
    if isinstance(value, list):
        value = value[0] if value else ""
    return "" if value is None else plain(str(value)).strip()


def truth_of(told: object) -> bool:
    return str(told).strip().lower() in ("true", "1", "yes")


def position_of(row: Row, *, near: tuple[float, float], within: float = 3.0) -> tuple[float, float] | None:
    """(longitude, latitude) in degrees, set right where they were swapped; None where neither way is near."""
    try:
        lon, lat = float(text_of(row, "long")), float(text_of(row, "lat"))
    except ValueError:
        return None
    for point in ((lon, lat), (lat, lon)):
        if abs(point[0] - near[0]) <= within and abs(point[1] - near[1]) <= within:
            return point
    return None


def _from_json(found: Any) -> list[Row]:
    if isinstance(found, dict):
        lists = [value for value in found.values() if isinstance(value, list)]
        rows = lists[0] if len(found) == 1 and lists else [found]
    else:
        rows = found
    return [row for row in rows if isinstance(row, dict)]


def _from_xml(text: str) -> list[Row]:
    # The text is decoded: what the declaration says of its encoding no longer holds.
    text = REFERENCE.sub(_kept, DECLARATION.sub("", text))
    root = fromstring(text, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    children = list(root)
    if not children or any(not len(child) and (child.text or "").strip() for child in children):
        return [_flat(root)] if children else []
    return [_flat(child) for child in children]


def _kept(found: re.Match[str]) -> str:
    """A numbered character, unless it is one that XML has not."""
    code = int(found[1], 16) if found[1] else int(found[2])
    return found[0] if code <= sys.maxunicode and plain(chr(code)) == chr(code) else ""


def _flat(element: Element) -> Row:
    row: Row = {}
    for child in element:
        name = child.tag.rsplit("}", 1)[-1]
        value: Any = [_flat(part) for part in child] if len(child) else (child.text or "").strip()
        row[name] = [*_listed(row[name]), value] if name in row else value
    return row


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
