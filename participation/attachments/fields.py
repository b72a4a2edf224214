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

MOST_NAMED = 3  # of those that were too many; of more it is said how many they are


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
    far_too_many = _("%(count)s av filerna kom inte med: du kan skicka högst %(most)s filer.")

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
        for file in files[: self.max_files]:
            try:
                accepted.append(self._received(file))
            except ValidationError as refusal:
                refusals.append(refusal)
        refusals += self._left_out(files[self.max_files :])
        if refusals:
            raise FilesRefused(refusals, accepted)
        return accepted

    def _received(self, file: Any) -> Any:
        try:
            return self.receive(file)
        except UploadRefused as refusal:
            told = {"name": _name_of(file), "reason": " ".join(refusal.messages)}
            raise ValidationError("%(name)s: %(reason)s", code=refusal.code, params=told)

    def _left_out(self, files: list[Any]) -> list[ValidationError]:
        if len(files) > MOST_NAMED:
            told = {"count": len(files), "most": self.max_files}
            return [ValidationError(self.far_too_many, code="too_many", params=told)]
        named = [{"name": _name_of(file), "most": self.max_files} for file in files]
        return [ValidationError(self.too_many, code="too_many", params=told) for told in named]


def _name_of(file: Any) -> str:
    return clean_name(getattr(file, "name", "") or "")


class PhotosField(MultipleFileField):
    # iPhones send the photo as it is, position included, only to a page that names HEIC.
    accept = "image/*,image/heic,image/heif,image/avif"
    too_many = _("%(name)s kom inte med: du kan skicka högst %(most)s bilder.")
    far_too_many = _("%(count)s av bilderna kom inte med: du kan skicka högst %(most)s bilder.")

    def __init__(self, *, max_files: int = 5, **kwargs: Any) -> None:
        super().__init__(max_files=max_files, **kwargs)

    @property
    def receive(self) -> Callable[[Any], ReceivedPhoto]:
        return receive_photo


class DocumentsField(MultipleFileField):
    accept = ".pdf,.odt,.ods,.docx,.xlsx,.txt"
    too_many = _("%(name)s kom inte med: du kan skicka högst %(most)s dokument.")
    far_too_many = _("%(count)s av dokumenten kom inte med: du kan skicka högst %(most)s dokument.")

    def __init__(self, *, max_files: int = 3, **kwargs: Any) -> None:
        super().__init__(max_files=max_files, **kwargs)

    @property
    def receive(self) -> Callable[[Any], ReceivedDocument]:
        return receive_document
