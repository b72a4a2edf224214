"""Fields for several files. Each file that is refused gets its own sentence, and the others are not lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .intake import ReceivedDocument, ReceivedPhoto, receive_document, receive_photo
from .names import clean_name
from .refusals import UploadRefused


class FilesRefused(ValidationError):
    """Some files were refused; `accepted` holds the received form of the others."""

    def __init__(self, refusals: list[ValidationError], accepted: list[Any]) -> None:
        super().__init__(refusals)
        self.accepted = accepted


class MultipleFileInput(forms.FileInput):
    allow_multiple_selected = True


class MultipleFileField(forms.Field):
    """Cleans to a list of what `receive` returns. Raises FilesRefused with one message for each refused file."""

    widget = MultipleFileInput
    accept = ""
    too_many = _("%(name)s kom inte med: du kan skicka högst %(most)s filer.")

    def __init__(self, *, max_files: int, **kwargs: Any) -> None:
        self.max_files = max_files
        super().__init__(**kwargs)

    @property
    def receive(self) -> Callable[[Any], Any]:
        raise NotImplementedError

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "accept": self.accept}

    def clean(self, value: Any) -> list[Any]:
        files = [file for file in value or [] if file]
        if not files:
            super().clean(None)  # says so if a file is required
            return []
        accepted, refusals = [], []
        for number, file in enumerate(files):
            try:
                accepted.append(self._received(file, number))
            except ValidationError as refusal:
                refusals.append(refusal)
        if refusals:
            raise FilesRefused(refusals, accepted)
        return accepted

    def _received(self, file: Any, number: int) -> Any:
        name = clean_name(getattr(file, "name", "") or "")
        if number >= self.max_files:
            raise ValidationError(self.too_many, code="too_many", params={"name": name, "most": self.max_files})
        try:
            return self.receive(file)
        except UploadRefused as refusal:
            reason = " ".join(refusal.messages)
            raise ValidationError("%(name)s: %(reason)s", code=refusal.code, params={"name": name, "reason": reason})


class PhotosField(MultipleFileField):
    # iPhones send the photo as it is, position included, only to a page that names HEIC.
    accept = "image/*,image/heic,image/heif,image/avif"
    too_many = _("%(name)s kom inte med: du kan skicka högst %(most)s bilder.")

    def __init__(self, *, max_files: int = 5, **kwargs: Any) -> None:
        super().__init__(max_files=max_files, **kwargs)

    @property
    def receive(self) -> Callable[[Any], ReceivedPhoto]:
        return receive_photo


class DocumentsField(MultipleFileField):
    accept = ".pdf,.odt,.ods,.docx,.xlsx,.txt"
    too_many = _("%(name)s kom inte med: du kan skicka högst %(most)s dokument.")

    def __init__(self, *, max_files: int = 3, **kwargs: Any) -> None:
        super().__init__(max_files=max_files, **kwargs)

    @property
    def receive(self) -> Callable[[Any], ReceivedDocument]:
        return receive_document
