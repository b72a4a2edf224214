from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import translation
from wagtail.models import Site

from participation.eservices.importing import import_flows
from participation.eservices.models import EServiceImport, EServiceIndexPage
from participation.eservices.open_eplatform import parse

if TYPE_CHECKING:
    from participation.places.models import Municipality

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def flow(number: int = 1, **fields: Any) -> dict[str, Any]:
    """A flow as Open ePlatform writes it."""
    return {
        "ID": 1000 + number,
        "FlowFamilyID": number,
        "Name": f"Ansökan {number}",
        "URL": f"https://e.example.se/flowoverview/{1000 + number}",
        "FlowFamilyURL": f"https://e.example.se/overview/{number}",
        "Category": "Bygga och bo",
        "ShortDescription": f"<p>S&ouml;k h&auml;r {number}.</p>",
        "LongDescription": "<p>Mer om saken.</p>",
        "RequiresAuthentication": False,
        "RequiresSigning": False,
        "PaymentSupportEnabled": False,
        "Enabled": True,
        "Aliases": None,
        **fields,
    }


def answer(*flows: Any) -> bytes:
    """The bytes of an answer: Latin-1, as the platform sends them."""
    return json.dumps({"Flows": list(flows)}, ensure_ascii=False).encode("latin-1", "replace")


def bring_in(municipality: Municipality, *flows: Any, now: datetime = NOW, **options: Any) -> EServiceImport:
    return import_flows(municipality=municipality, flows=parse(answer(*flows)), origin="prov.json", now=now, **options)


def text_of(page: str) -> str:
    """What a reader sees of a page: no tags, and one space for any."""
    body = re.sub(r"<(head|script|style)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", "", body)))


@pytest.fixture(autouse=True)
def in_swedish() -> Iterator[None]:
    """A request for an English page leaves its language behind in this thread."""
    with translation.override("sv"):
        yield


@pytest.fixture
def real_answer(data: Path) -> bytes:
    return (data / "eservices" / "sundsvall_open_eplatform_flows.json").read_bytes()


@pytest.fixture
def index(sundsvall: Municipality) -> EServiceIndexPage:
    root = Site.objects.get(is_default_site=True).root_page
    page = EServiceIndexPage(title="E-tjänster", slug="e-tjanster", municipality=sundsvall)
    return root.add_child(instance=page)
