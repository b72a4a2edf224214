"""Base of every form that takes photos of people who may not be signed in.

    held = HeldPhotos(request.session, f"faults-{key of the draft}", now=timezone.now())
    form = FaultForm(request.POST or None, request.FILES or None, held=held)
    if request.method == "POST":
        if form.is_valid():
            report_fault(photos=form.photos_to_store(), …)   # each with store_photo(model=…, upload=photo, …)
            held.release()
            return redirect(…)
        form.hold()
    return render(…)

The form is sent as multipart/form-data and shows `{{ form.held }}` beside `{{ form.photos }}`.
"""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .fields import DocumentsField, FilesRefused, MultipleFileField, PhotosField
from .held import HeldPhotos, as_received
from .intake import ReceivedPhoto
from .models import HeldUpload

__all__ = ["DocumentsField", "MultipleFileField", "PhotosField", "PhotosForm"]


class HeldPhotosInput(forms.CheckboxSelectMultiple):
    """Each held photo, with a box to take it away."""

    template_name = "attachments/_held.html"
    rows: list[HeldUpload] = []

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"rows": self.rows}


class HeldPhotosField(forms.MultipleChoiceField):
    """Cleans to the ids to take away. A photo that is gone already is no reason to stop anybody."""

    widget = HeldPhotosInput
    there: dict[str, UUID] = {}

    def offer(self, rows: list[HeldUpload]) -> None:
        self.there = {str(row.pk): row.pk for row in rows}
        self.choices = [(row.pk, row.name) for row in rows]
        self.widget.rows = rows

    def clean(self, value: Any) -> list[UUID]:
        return [self.there[key] for key in value or [] if key in self.there]


class PhotosForm(forms.Form):
    photos = PhotosField(label=_("Foton"), required=False)
    held = HeldPhotosField(label=_("Foton som finns kvar"))  # required in name only, lest a page calls it optional

    def __init__(self, *args: Any, held: HeldPhotos, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held_photos = held
        self._accepted: list[ReceivedPhoto] = []
        self._held_field = cast("HeldPhotosField", self.fields["held"])
        self._offer(held.rows())

    def add_error(self, field: str | None, error: Any) -> None:
        if isinstance(error, FilesRefused) and field == "photos":
            self._accepted = error.accepted
        super().add_error(field, error)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self._accepted = self.cleaned_data.get("photos", self._accepted)
        most = self.held_photos.most
        if len({row.sha256 for row in self._kept()} | {photo.sha256 for photo in self._accepted}) > most:
            self.add_error("photos", ValidationError(_("Du kan skicka högst %(most)s bilder."), params={"most": most}))
        return cleaned

    def photos_to_store(self) -> list[ReceivedPhoto]:
        """Of a valid form: those held from before and those sent now, each picture once."""
        photos = [*map(as_received, self._kept()), *self._accepted]
        return list({photo.sha256: photo for photo in photos}.values())

    def hold(self) -> None:
        """Of a form that goes back to the person: what was accepted waits, and the page can show it."""
        self.held_photos.remove(self.cleaned_data.get("held", []))
        self.held_photos.keep(self._accepted)
        self._offer(self.held_photos.rows())

    def _kept(self) -> list[HeldUpload]:
        gone = self.cleaned_data.get("held", [])
        return [row for row in self._rows if row.pk not in gone]

    def _offer(self, rows: list[HeldUpload]) -> None:
        """The field stands before `photos`, and only if there is something in it."""
        self._rows = rows
        self._held_field.offer(rows)
        others = {name: field for name, field in self.fields.items() if name != "held"}
        self.fields = {}
        for name, field in others.items():
            if name == "photos" and rows:
                self.fields["held"] = self._held_field
            self.fields[name] = field
