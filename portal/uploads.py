"""How files are taken in, before any form sees them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers

MOST_READ = 20  # files; no form takes more than ten


class FewFilesHandler(FileUploadHandler):
    """Of more files than any form takes only the names are kept: the form can say that they were too many."""

    number = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.number += 1
        if self.number > MOST_READ:
            raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if self.number <= MOST_READ else None

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        if self.number <= MOST_READ:
            return None
        return InMemoryUploadedFile(BytesIO(), self.field_name, self.file_name, self.content_type, 0, self.charset)
