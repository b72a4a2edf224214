"""A public page weighs little: what a first visit fetches without pictures.

Files are compressed as WhiteNoise does when they are collected. HTML is weighed as the portal itself sends it: a proxy
in front may compress it further.
"""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

if TYPE_CHECKING:
    from django.http import HttpResponse

MOST = 60_000  # bytes
PAGES = ("/", "/sundsvall/", "/sundsvall/ideer/", "/sundsvall/e-tjanster/", "/sundsvall/felanmalan/", "/ideer/ny/2281/",
         "/sok/", "/konto/login/")  # fmt: skip
FILES = re.compile(r'(?:href|src)="/static/([^"?#]+\.(?:css|js))"')
IMPORTS = re.compile(r'(?:from|import)\s*\(?\s*"(\./[^"]+)"')

pytestmark = pytest.mark.django_db


def compressed(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 9))


def as_sent(response: HttpResponse) -> int:
    return len(response.content)


def file_of(name: str) -> Path:
    found: Any = finders.find(name)
    assert found, name
    return Path(found)


def with_imports(names: set[str]) -> set[str]:
    """Modules that modules fetch are fetched as well."""
    folder = {name: name.rpartition("/")[0] for name in names}
    deeper = {
        f"{folder[name]}/{found[2:]}"
        for name in names
        if name.endswith(".js")
        for found in IMPORTS.findall(file_of(name).read_text(encoding="utf-8"))
    }
    return names if deeper <= names else with_imports(names | deeper)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_weighs_little(path: str, built: None, client: Client) -> None:
    response: Any = client.get(path, headers={"Accept-Encoding": "gzip"})
    body = gzip.decompress(response.content) if "Content-Encoding" in response.headers else response.content
    files = with_imports(set(FILES.findall(body.decode())))

    weights = {name: compressed(file_of(name)) for name in sorted(files)}
    total = as_sent(response) + sum(weights.values())

    assert response.status_code == 200
    assert len(files) > 5
    assert total <= MOST, f"{total}: {weights}"
