"""37: a document that staff upload is what its name says, by its first bytes, at every door."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.documents.models import Document
from wagtail.models import Collection

from tests.attachments.making import DOCX, ODS, ODT, XLSX, office, open_document
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

DOORS = ["/cms/documents/add/", "/cms/documents/multiple/add/", "/cms/documents/chooser/create/"]
HTML = b"<!doctype html><script>alert(1)</script>"
TRUE = {
    "a.pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
    "a.PDF": b"%PDF-1.4\n" + b"\0" * 3000,
    "a.docx": office(DOCX),
    "a.xlsx": office(XLSX),
    "a.odt": open_document(ODT),
    "a.ods": open_document(ODS),
    "a.txt": "Hej på dig".encode(),
    "a.csv": b"namn;antal\nBadet;3\n",
}
FALSE = {
    "a.pdf": HTML,
    "b.pdf": b"  \n" + HTML,
    "c.pdf": office(DOCX),
    "d.pdf": b"Bara text",
    "e.docx": b"%PDF-1.7\n",
    "f.docx": office(XLSX),
    "g.txt": HTML,
    "h.csv": b"PK\x03\x04 trasig",
}


@pytest.fixture
def desk(settings, tmp_path: Path) -> Client:
    settings.MEDIA_ROOT = tmp_path / "media"
    client = Client()
    client.force_login(UserFactory(email="admin@example.com", is_superuser=True))
    return client


def sent(desk: Client, door: str, name: str, content: bytes) -> str:
    file, collection = SimpleUploadedFile(name, content), Collection.get_first_root_node().pk
    if "multiple" in door:
        fields = {"title": "Planen", "files[]": file, "collection": collection}
        return str(desk.post(door, fields, headers={"X-Requested-With": "XMLHttpRequest"}).json())
    prefix = "document-chooser-upload-" if "chooser" in door else ""
    fields = {"title": "Planen", "file": file, "collection": collection, "tags": ""}
    said = desk.post(door, {prefix + key: value for key, value in fields.items()}).content.decode()
    return str(json.loads(said)) if said.startswith("{") else said


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", TRUE)
def test_a_document_that_is_what_it_is_called_is_taken_as_it_is(desk: Client, door: str, name: str) -> None:
    sent(desk, door, name, TRUE[name])

    with Document.objects.get().open_file() as file:
        assert file.read() == TRUE[name]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", FALSE)
def test_another_thing_under_that_name_is_refused_with_a_sentence(desk: Client, door: str, name: str) -> None:
    said = sent(desk, door, name, FALSE[name])

    assert not Document.objects.exists()
    if name != "h.csv":  # that one is a broken archive, and said to be
        assert f"Filen heter .{name[2:]} men är något annat." in said.encode().decode(
            "unicode_escape" if False else "utf-8"
        )
