from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from participation.accounts.models import User


class WatchForm(forms.Form):
    """Whoever is signed in is mailed at their own, proven address; anybody else is asked for one, and in a mail."""

    email = forms.EmailField(
        max_length=254, label=gettext_lazy("E-post"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    ideas = forms.BooleanField(label=gettext_lazy("Berätta också om idéer i området"), required=False)

    def __init__(self, *args: Any, person: User | AnonymousUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        del self.fields["email" if person.is_authenticated else "ideas"]

    @property
    def address(self) -> str:
        return self.person.email if self.person.is_authenticated else self.cleaned_data["email"]

    @property
    def thanks(self) -> str:
        """The same whether the address is known or not."""
        if self.person.is_authenticated:
            return _("Du får ett mejl när fel anmäls i området.")
        return _("Vi har skickat ett mejl. Öppna det och bekräfta, så börjar bevakningen.")
