"""Answers in XML and in JSON, from the same rows. JSON leaves the outer wrapper out, as the convention has it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from django.http import HttpResponse
from django.utils.timezone import localtime

TYPES = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}
# What XML 1.0 cannot hold, not even escaped.
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What one of a list is called.
ONE_OF = {
    "attributes": "attribute",
    "values": "value",
    "notes": "note",
    "media_urls": "media_url",
    "endpoints": "endpoint",
    "formats": "format",
}


@dataclass(frozen=True)
class Shape:
    """Names of the XML elements. Without `row` the answer is one thing, and in JSON no array."""

    root: str
    row: str = ""


ERRORS = Shape("errors", "error")
SERVICES = Shape("services", "service")
DEFINITION = Shape("service_definition")
REQUESTS = Shape("service_requests", "request")
UPDATES = Shape("service_request_updates", "request_update")
DISCOVERY = Shape("discovery")


def answer(fmt: str, shape: Shape, content: Any, *, status: int = 200) -> HttpResponse:
    """`content` is a list of rows where the shape has rows, else one row. A row may hold rows."""
    body = _json(content) if fmt == "json" else _xml(shape, content)
    return HttpResponse(body, status=status, content_type=TYPES[fmt])


def moment(value: datetime | None) -> str | None:
    """ISO 8601 to the second, with the zone."""
    return localtime(value).isoformat(timespec="seconds") if value is not None else None


def _json(content: Any) -> str:
    # Half a surrogate cannot be written as UTF-8.
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(errors="replace").decode()


def _xml(shape: Shape, content: Any) -> str:
    rows = _element(shape.root, content, one=shape.row)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + NOT_IN_XML.sub("", "".join(rows))


def _element(name: str, value: Any, *, one: str = "") -> Iterator[str]:
    if value is None or value == "":
        yield f"<{name}/>"
    elif isinstance(value, dict):
        yield f"<{name}>"
        for key, part in value.items():
            yield from _element(key, part)
        yield f"</{name}>"
    elif isinstance(value, list):
        yield f"<{name}>"
        for part in value:
            yield from _element(one or ONE_OF[name], part)
        yield f"</{name}>"
    else:
        yield f"<{name}>{_text(value)}</{name}>"


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return escape(value) if isinstance(value, str) else escape(str(value))
