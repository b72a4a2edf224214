"""What a reader of a file reads: tables of Excel and office documents are compressed, and no mark stands in them."""

from __future__ import annotations

import io
import zipfile

ZIP = b"PK\x03\x04"


def unpacked(body: bytes) -> bytes:
    """All files of a ZIP after each other, with their names; anything else, and a broken ZIP, as it is."""
    if not body.startswith(ZIP):
        return body
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as held:
            parts = [part for name in held.namelist() for part in (name.encode(), held.read(name))]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):  # no ZIP, packed in another way, or locked
        return body
    return b"\n".join(parts)
