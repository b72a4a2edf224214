"""The editors' documents are what their names say: what is named .pdf is a PDF, by its first bytes.

Browsers go by the type that the name gives, and so do readers.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from wagtail.documents.forms import BaseDocumentForm

from participation.attachments.documents import OFFICE, OPEN_DOCUMENT, PDF, TEXT, read_document
from participation.attachments.refusals import DocumentRefused

from .staff.standing import SameFile

KINDS = {
    ".pdf": PDF,
    ".odt": f"{OPEN_DOCUMENT}text",
    ".ods": f"{OPEN_DOCUMENT}spreadsheet",
    ".docx": f"{OFFICE}wordprocessingml.document",
    ".xlsx": f"{OFFICE}spreadsheetml.sheet",
    ".txt": TEXT,
    ".csv": TEXT,
}


class DocumentForm(SameFile, BaseDocumentForm):
    def clean_file(self) -> Any:
        file = super().clean_file()
        if file and "file" in self.changed_data:
            be_what_it_is_called(file)
        return file


def be_what_it_is_called(file: Any) -> None:
    """Raises DocumentRefused, which is a ValidationError."""
    suffix = PurePath(file.name).suffix.lower()
    try:
        found = _kind_of(file)
    except DocumentRefused as refused:
        if refused.code != "unknown_kind":
            raise
        found = ""
    if found != KINDS.get(suffix):
        raise DocumentRefused("other_name", suffix=suffix)


def _kind_of(file: Any) -> str:
    """A PDF is known by its beginning, however large it is; the others are read whole."""
    file.seek(0)
    head = file.read(8)
    file.seek(0)
    kind, _words = read_document(head if head.startswith(b"%PDF-") else file.read())
    file.seek(0)
    return kind
