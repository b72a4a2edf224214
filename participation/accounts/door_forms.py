"""Forms of allauth that we change. Apart from `forms`, which allauth itself reads while it is being loaded."""

from __future__ import annotations

from allauth.account import forms
from allauth.account.adapter import get_adapter


class RequestLoginCodeForm(forms.RequestLoginCodeForm):
    def clean_email(self) -> str:
        """The only one of allauth's forms that does not ask the adapter."""
        self.cleaned_data["email"] = get_adapter().clean_email(self.cleaned_data["email"])
        return str(super().clean_email())
