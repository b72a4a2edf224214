"""The editors' pictures come in through the same darkroom as everybody's.

Wagtail keeps a file as it was sent, and lets its renditions keep where and when it was taken.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from wagtail.admin.forms.account import AvatarPreferencesForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from participation.attachments.intake import receive_photo

from .staff.standing import SameFile

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class PhotoField(WagtailImageField):
    """Into the darkroom first: Wagtail opens a file in the web server, and a broken one breaks the page."""

    def to_python(self, data: Any) -> Any:
        return super().to_python(bare(data) if data else data)


class ImageForm(SameFile, BaseImageForm):
    """Refuses with the darkroom's own sentence; what is accepted is upright and holds pixels only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if was := self.fields.get("file"):
            self.fields["file"] = PhotoField(required=was.required, label=was.label, widget=was.widget)


def bare(file: Any) -> SimpleUploadedFile:
    """Raises PhotoRefused, which is a ValidationError."""
    return SimpleUploadedFile(f"{PurePath(file.name).stem}.jpg", receive_photo(file).jpeg, "image/jpeg")


def as_it_was_sent(request: HttpRequest, uploaded_file_id: int) -> HttpResponse:
    """Wagtail's second try with a file whose title was wrong, past the form. Send it once more instead."""
    raise Http404


class AvatarForm(AvatarPreferencesForm):
    """A member of staff's own picture, at a public address."""

    def clean_avatar(self) -> Any:
        if file := self.cleaned_data.get("avatar"):
            name = f"{PurePath(file.name).stem}.jpg"
            self.cleaned_data["avatar"] = SimpleUploadedFile(name, receive_photo(file).thumbnail, "image/jpeg")
        return super().clean_avatar()
