"""A public page weighs little: what a first visit fetches without pictures.

Files are compressed as WhiteNoise does when they are collected. HTML is weighed as the portal itself sends it.
"""

from __future__ import annotations

import gzip
import re
import secrets
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from participation.discussion.actions import write
from participation.places.models import Municipality
from portal.middleware import CompressMiddleware
from tests.factories import UserFactory
from tests.ideas.factories import published

MOST = 60_000  # bytes
PAGES = ("/", "/sundsvall/", "/sundsvall/ideer/", "/sundsvall/e-tjanster/", "/sundsvall/felanmalan/",
         "/ideer/ny/2281/", "/felanmalan/ny/2281/", "/sok/", "/konto/login/")  # fmt: skip
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


def weigh(client: Client, path: str) -> None:
    response: Any = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert response.status_code == 200
    assert response.headers["Content-Encoding"] == "gzip"
    files = with_imports(set(FILES.findall(gzip.decompress(response.content).decode())))

    weights = {name: compressed(file_of(name)) for name in sorted(files)}
    total = as_sent(response) + sum(weights.values())

    assert len(files) > 5
    assert total <= MOST, f"{total}: {weights}"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_weighs_little(path: str, built: None, client: Client) -> None:
    weigh(client, path)


def test_an_idea_with_a_full_discussion_weighs_little(built: None, client: Client) -> None:
    idea = published(Municipality.objects.get(code="2281"))
    for number in range(60):
        words = f"Inlägg {number}: " + " ".join(secrets.token_hex(4) for _word in range(30))
        write(topic=idea.topic, text=words, author=UserFactory(), posted_at=timezone.now())

    weigh(client, idea.get_absolute_url())


def test_what_is_compressed_has_no_length_that_tells_what_is_in_it(client: Client, built: None) -> None:
    """BREACH: a page that holds what a stranger asked for beside what they want to know."""
    lengths = {as_sent(client.get("/sok/", {"q": "x"}, headers={"Accept-Encoding": "gzip"})) for _time in range(12)}

    assert len(lengths) > 4


def test_pictures_and_small_words_are_left_as_they_are(client: Client) -> None:
    assert "Content-Encoding" not in client.get("/livez", headers={"Accept-Encoding": "gzip"}).headers
    asked = RequestFactory().get("/", headers={"Accept-Encoding": "gzip"})
    for kind in ("image/webp", "application/pdf", "application/zip"):
        picture = HttpResponse(b"\0" * 5000, content_type=kind)
        assert CompressMiddleware(lambda _request, sent=picture: sent)(asked).content == b"\0" * 5000
