from __future__ import annotations

import zipfile

import pytest

from participation.attachments import documents
from participation.attachments.intake import DocumentRefused, receive_document

from .making import DOCX, ODS, ODT, XLSX, office, open_document, upload, zipped


def refusal(content: bytes, name: str = "a.docx") -> DocumentRefused:
    with pytest.raises(DocumentRefused) as caught:
        receive_document(upload(content, name))
    assert caught.value.messages[0].endswith(".")
    return caught.value


@pytest.mark.parametrize(
    ("content", "content_type", "name"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "application/pdf", "a.pdf"),
        (office(DOCX), DOCX, "a.docx"),
        (office(XLSX), XLSX, "a.xlsx"),
        (open_document(ODT), ODT, "a.odt"),
        (open_document(ODS), ODS, "a.ods"),
        ("Hej på dig\r\n".encode(), "text/plain; charset=utf-8", "a.txt"),
    ],
)
def test_a_document_is_known_by_what_is_inside(content, content_type, name):
    document = receive_document(upload(content, "a.bin"))

    assert (document.content_type, document.name) == (content_type, name)
    assert document.content == content


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Räksmörgås – “så”".encode("cp1252"), "Räksmörgås – “så”"),
        ("\ufeffHej å".encode(), "Hej å"),
    ],
)
def test_text_of_older_programs_becomes_utf8(written, kept):
    assert receive_document(upload(written, "a.txt")).content.decode() == kept


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"  \n<!doctype html><p>hej",
        "\ufeff<html>".encode(),
        b"<?xml version='1.0'?>",
        b"{\\rtf1 hej}",
        b"MZ\x90\0\x03",
        b"\x7fELF",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"GIF89a\x01\0",
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
        b"abc\x00def",
        b"abc\x81",
        zipped({"a.txt": b"hej"}),
        zipped({"mimetype": b"application/epub+zip", "content.xml": b""}),
        zipped({"mimetype": ODT.encode()}),
        zipped({"mimetype": b"application/vnd.oasis.opendocument.graphics", "content.xml": b""}),
        office("application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        office(DOCX, main="template.main+xml"),
    ],
)
def test_anything_else_is_refused(content):
    assert refusal(content).code == "unknown_kind"


@pytest.mark.parametrize(
    "content",
    [
        office("application/vnd.ms-word.document", main="macroEnabled.main+xml"),
        office(**{"word/vbaProject.bin": b"x"}),
        office(**{"word\\VBAPROJECT.BIN": b"x"}),
        office(XLSX, **{"xl/macrosheets/sheet1.xml": b"x"}),
        office(**{"word/activeX/activeX1.xml": b"x"}),
        open_document(**{"Basic/Standard/Module1.xml": b"x"}),
        open_document(**{"Scripts/python/a.py": b"x"}),
    ],
)
def test_programs_inside_are_refused(content):
    assert refusal(content).code == "macros"


def test_a_table_of_contents_that_hides_its_words_is_refused():
    hidden = f'<Types><Override ContentType="{DOCX}.main+xml"/><O C="macro&#69;nabled"/></Types>'.encode()

    assert refusal(zipped({"[Content_Types].xml": hidden})).code == "unknown_kind"


def test_a_document_of_two_types_is_refused():
    both = f'<Types><O C="{DOCX}.main+xml"/><O C="{XLSX}.main+xml"/></Types>'.encode()

    assert refusal(zipped({"[Content_Types].xml": both})).code == "unknown_kind"


def test_a_bomb_is_refused(monkeypatch):
    monkeypatch.setattr(documents, "MOST_UNPACKED", 1_000_000)

    assert refusal(office(**{"word/media/a.png": b"\0" * 1_000_001})).code == "bomb"
    assert receive_document(upload(office(**{"word/media/a.png": b"\0" * 900_000}))).content_type == DOCX


def test_too_many_parts_are_a_bomb(monkeypatch):
    monkeypatch.setattr(documents, "MOST_ENTRIES", 3)

    assert refusal(office(**{"a": b"", "b": b""})).code == "bomb"


def test_a_table_of_contents_that_lies_about_its_size_is_a_bomb(monkeypatch):
    monkeypatch.setattr(documents, "MOST_TYPES", 1000)
    types = f'<Types><O C="{DOCX}.main+xml"/></Types>'.encode() + b" " * 5000

    assert refusal(zipped({"[Content_Types].xml": types})).code == "bomb"


def test_a_locked_document_is_refused():
    content = bytearray(office())
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := content.find(header, at + 1)) >= 0:
            content[at + flags] |= 1

    assert refusal(bytes(content)).code == "locked"


@pytest.mark.parametrize("content", [b"PK\x03\x04", office()[:-30], office(DOCX)[:60] + b"\0" * 400])
def test_a_broken_archive_is_refused(content):
    assert refusal(content).code == "broken"


def test_a_damaged_table_of_contents_is_refused():
    content = bytearray(zipped({"[Content_Types].xml": b"x" * 500}, zipfile.ZIP_STORED))
    content[100] ^= 0xFF

    assert refusal(bytes(content)).code == "broken"


def test_a_document_that_is_too_large_is_refused(settings):
    settings.DOCUMENT_MAX_BYTES = 1024 * 1024

    assert "högst 1 MB" in refusal(b"%PDF-" + b"\0" * settings.DOCUMENT_MAX_BYTES).messages[0]
    assert receive_document(upload(b"%PDF-" + b"\0" * 1000)).name == "IMG_1.pdf"


def test_an_empty_document_is_refused():
    assert refusal(b"").code == "empty"
