from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.accounts.permissions import is_administrator, municipalities_of
from participation.places.models import Municipality

from .fetching import SIZE_LIMIT
from .permissions import IMPORTERS

if TYPE_CHECKING:
    from participation.accounts.models import User


class ImportForm(forms.Form):
    municipality = forms.ModelChoiceField(
        label=gettext_lazy("Kommun"), queryset=Municipality.objects.none(), empty_label=None
    )
    file = forms.FileField(
        label=gettext_lazy("Fil från Open ePlatform"),
        help_text=gettext_lazy("JSON-filen med ”Flows”. Du får se vad som skulle hända innan något ändras."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = Municipality.objects.all()
        if not is_administrator(user):
            allowed = allowed.filter(pk__in=municipalities_of(user, *IMPORTERS))
        field = self.fields["municipality"]
        field.queryset = allowed  # type: ignore[attr-defined]  # a ModelChoiceField, declared above
        field.initial = allowed.first()

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > SIZE_LIMIT:
            raise forms.ValidationError(_("Filen är större än %(size)d MB.") % {"size": SIZE_LIMIT // 1024 // 1024})
        return file
