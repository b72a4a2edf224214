"""A strict reader of GeoReport v2, written from the specification and from nothing of ours."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree

DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")
REQUEST = [
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description", "agency_responsible",
    "service_notice", "requested_datetime", "updated_datetime", "expected_datetime", "address", "address_id", "zipcode",
    "lat", "long", "media_url",
]  # fmt: skip
SERVICE = ["service_code", "service_name", "description", "metadata", "type", "keywords", "group"]
ATTRIBUTE = ["variable", "code", "datatype", "required", "datatype_description", "order", "description", "values"]


def rows_of(response: Any, root: str, row: str) -> list[dict[str, Any]]:
    """Of an answer in either format, as texts; the head of it is checked as well."""
    if response["Content-Type"] == "application/json; charset=utf-8":
        found = json.loads(response.content)
        assert isinstance(found, list)
        return [{name: _as_text(value) for name, value in one.items()} for one in found]
    return [{part.tag: part.text for part in one} for one in elements(response, root, row)]


def elements(response: Any, root: str, row: str) -> list[Any]:
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    assert response.content.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    tree = ElementTree.fromstring(response.content)
    assert tree.tag == root
    assert {child.tag for child in tree} <= {row}
    return list(tree)


def requests_of(response: Any) -> list[dict[str, Any]]:
    rows = rows_of(response, "service_requests", "request")
    for row in rows:
        assert [name for name in row if name in REQUEST] == REQUEST
        assert row["service_request_id"]
        assert row["service_request_id"] != "0"
        assert row["status"] in ("open", "closed")
        for name in ("requested_datetime", "updated_datetime"):
            assert DATE.fullmatch(row[name])
        assert row["expected_datetime"] is None or DATE.fullmatch(row["expected_datetime"])
    return rows


def errors_of(response: Any, status: int) -> str:
    """The sentences, of an answer that is a no with that status."""
    assert response.status_code == status, response.content.decode()
    rows = rows_of(response, "errors", "error")
    assert rows
    assert {row["code"] for row in rows} == {str(status)}
    return " ".join(row["description"] for row in rows)


def ids_of(response: Any) -> list[str]:
    return [row["service_request_id"] for row in requests_of(response)]


def _as_text(value: Any) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
