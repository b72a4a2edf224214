from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.core.words import WordsField


class ObjectionForm(forms.Form):
    reason = WordsField(
        label=_("Varför inte så här?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("De som arbetar med förslaget läser ditt skäl. Det visas inte för andra."),
        error_messages={"required": _("Skriv varför, så att det går att göra förslaget bättre.")},
    )

    def clean_reason(self) -> str:
        return self.cleaned_data["reason"].strip()
