from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.core.words import WordsField


class BeginForm(forms.Form):
    """`key` is the page's: the same words sent twice are one draft."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    title = WordsField(label=_("Rubrik"), max_length=120)
    text = WordsField(
        label=_("Text"),
        max_length=8000,
        help_text=_("Skriv till vad ni föreslår. Inga ord från dem som anmälde står här."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
