"""What a document is, by what is inside it. Programs inside documents are refused, nothing is unpacked."""

from __future__ import annotations

import zipfile
from io import BytesIO

from .refusals import DocumentRefused

MOST_ENTRIES = 3000
MOST_UNPACKED = 150 * 1024 * 1024
MOST_TYPES = 1024 * 1024  # bytes of the table of contents of an Office file

PDF = "application/pdf"
TEXT = "text/plain; charset=utf-8"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENTS = {OPEN_DOCUMENT + "text", OPEN_DOCUMENT + "spreadsheet"}
OFFICE_DOCUMENTS = {OFFICE + "wordprocessingml.document", OFFICE + "spreadsheetml.sheet"}

PROGRAMS = ("vbaproject.bin", "vbadata.xml", "basic/", "scripts/", "macrosheets/", "activex/")


def read_document(data: bytes) -> tuple[str, bytes]:
    """The content type and the bytes to keep: the same, except that text becomes UTF-8. Raises DocumentRefused."""
    if data.startswith(b"%PDF-"):
        return PDF, data
    if data.startswith(b"PK\x03\x04"):
        return _office_type(data), data
    return TEXT, _text(data)


def _office_type(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_size(archive, len(data))
            _check_programs(archive)
            return _type_of(archive)
    except DocumentRefused:
        raise
    except Exception:  # the one wall: a broken archive can make the reader fail in many ways
        raise DocumentRefused("broken") from None


def _check_size(archive: zipfile.ZipFile, size: int) -> None:
    entries = archive.infolist()
    packed, unpacked = sum(e.compress_size for e in entries), sum(e.file_size for e in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or packed > size:  # more than there is: they overlap
        raise DocumentRefused("bomb")
    if any(entry.flag_bits & 1 for entry in entries):
        raise DocumentRefused("locked")


def _check_programs(archive: zipfile.ZipFile) -> None:
    names = ["/" + name.lower().replace("\\", "/") for name in archive.namelist()]
    if any(f"/{part}" in name for name in names for part in PROGRAMS):
        raise DocumentRefused("macros")


def _type_of(archive: zipfile.ZipFile) -> str:
    names = archive.namelist()
    if "mimetype" in names:
        claimed = _read(archive, "mimetype", 200).decode("ascii", "replace").strip()
        if claimed in OPEN_DOCUMENTS and "content.xml" in names:
            return claimed
    elif "[Content_Types].xml" in names:
        return _office_type_of(_read(archive, "[Content_Types].xml", MOST_TYPES))
    raise DocumentRefused("unknown_kind")


def _office_type_of(contents: bytes) -> str:
    if b"&" in contents or b"<!" in contents:  # no writer needs either here; both can hide a word
        raise DocumentRefused("unknown_kind")
    if b"macroenabled" in contents.lower():
        raise DocumentRefused("macros")
    found = [kind for kind in OFFICE_DOCUMENTS if f'"{kind}.main+xml"'.encode() in contents]
    if len(found) != 1:
        raise DocumentRefused("unknown_kind")
    return found[0]


def _read(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """At most so many bytes, whatever the archive claims."""
    with archive.open(name) as entry:
        read = entry.read(most + 1)
    if len(read) > most:
        raise DocumentRefused("bomb")
    return read


def _text(data: bytes) -> bytes:
    """As UTF-8. Text of old Windows programs is understood; markup and anything binary is no text."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    if any(letter < " " and letter not in "\t\n\r\f" for letter in text) or "\x7f" in text or "\ufffd" in text:
        raise DocumentRefused("unknown_kind")
    if text.lstrip().startswith(("<", "{\\rtf", "%!PS")):
        raise DocumentRefused("unknown_kind")
    return text.encode()
