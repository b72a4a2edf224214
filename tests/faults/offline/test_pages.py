from __future__ import annotations

import json
import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage

from participation.attachments.models import HeldUpload
from participation.faults.models import FaultReport
from participation.faults.offline.views import FILES
from tests.factories import UserFactory

from ..factories import filled_in, photo

pytestmark = pytest.mark.django_db


def test_a_phone_can_keep_the_form(client, sundsvall):
    response = client.get("/felanmalan/manifest.webmanifest")

    manifest = json.loads(response.content)
    assert response["Content-Type"] == "application/manifest+json"
    assert client.get(manifest["start_url"]).status_code == 200
    assert manifest["icons"]
    assert 'rel="manifest"' in client.get("/felanmalan/ny/2281/").content.decode()


def test_the_worker_reaches_every_page_and_is_asked_for_anew(client):
    response = client.get("/sw.js")

    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert response["Cache-Control"] == "no-cache"
    script = response.content.decode()
    assert "{%" not in script
    assert "{{" not in script
    pages = re.search(r"const PAGES = \[(.*?)\]", script)[1]
    assert [page.strip(' "') for page in pages.split(",") if page.strip()] == [
        "/felanmalan/ny/",
        "/felanmalan/vantar/",
        "/en/felanmalan/ny/",
        "/en/felanmalan/vantar/",
    ]


def test_the_worker_knows_where_the_menus_lead(client, index):
    script = client.get("/sw.js").content.decode()

    places = re.search(r"const PLACES = \[(.*?)\]", script)[1]
    assert places == '"/fel-i-sundsvall/felanmalan/", "/en/fel-i-sundsvall/felanmalan/", '

    index.unpublish()
    assert "fel-i-sundsvall" not in client.get("/sw.js").content.decode()


def test_all_that_the_worker_keeps_is_there():
    assert [name for name in FILES if finders.find(name) is None] == []


class Hashed(StaticFilesStorage):
    """As in production: the hash of a file's text stands in its name."""

    def url(self, name):
        return super().url(f"abc/{name}")


def test_the_worker_keeps_what_a_script_imports_by_the_name_that_stands_in_it(client, settings):
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": f"{__name__}.Hashed"}}
    scripts = [Path(finders.find(name)) for name in FILES if name.endswith(".js") and name.startswith("portal/")]
    imported = {name for script in scripts for name in re.findall(r'^import .*"\./(.+)";$', script.read_text(), re.M)}

    worker = client.get("/sw.js").content.decode()

    kept = set(re.findall(r'"(/static/[^"]+)"', worker))
    assert imported
    assert {f"/static/portal/js/{name}" for name in imported} <= kept
    assert {f"/static/abc/{name}" for name in FILES} <= kept


def test_what_waits_is_told_of_without_a_name(client, citizen):
    client.force_login(citizen)

    assert citizen.email not in client.get("/felanmalan/vantar/").content.decode()


def test_a_report_that_was_kept_on_a_device_says_so_and_comes_once(client, sundsvall):
    said = filled_in(client_key=str(uuid4()), sparad="1", told="allt")

    answers = [client.post("/felanmalan/ny/2281/", said) for _time in range(3)]

    assert len({answer["Location"] for answer in answers}) == 1
    assert [report.channel for report in FaultReport.objects.all()] == ["offline"]


def test_a_device_that_sends_by_itself_leaves_no_photo_in_the_session(client, sundsvall):
    said = filled_in(place="", sparad="1", told="allt", photos=photo())

    assert client.post("/felanmalan/ny/2281/", said).status_code == 200

    assert not HeldUpload.objects.exists()


@pytest.mark.parametrize("path", ["/felanmalan/ny/2281/", "/fel-i-sundsvall/felanmalan/"])
def test_what_one_wrote_is_not_sent_in_the_account_of_another(client, index, citizen, path):
    neighbour = UserFactory(email="granne@example.com")
    client.force_login(citizen)
    mark = mark_in(client.get(path).content.decode())
    said = {"sparad": "1", "told": "allt", "whose": mark}

    client.post("/felanmalan/ny/2281/", filled_in(**said))
    client.force_login(neighbour)
    client.post("/felanmalan/ny/2281/", filled_in(**said))
    client.post("/felanmalan/ny/2281/", filled_in(**{**said, "whose": ""}))

    assert [report.reporter for report in FaultReport.objects.order_by("id")] == [citizen, None, None]
    assert mark_in(client.get(path).content.decode()) != mark != ""
    assert str(citizen.pk) != mark


def test_whoever_is_not_signed_in_has_no_mark(client, index):
    assert mark_in(client.get("/felanmalan/ny/2281/").content.decode()) == ""


def mark_in(page: str) -> str:
    return re.search(r'name="whose" value="([^"]*)"', page)[1]
