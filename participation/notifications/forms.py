from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from . import actions
from .models import MailPreference, Reason

if TYPE_CHECKING:
    from django.http import QueryDict

    from participation.accounts.models import User


class MailForm(forms.Form):
    """Which news are also mailed, as a part of the person's own settings page."""

    title = _("Mejl till dig")
    prefix = "mejl"

    reasons = forms.MultipleChoiceField(
        label=_("Mejla mig genast om"),
        help_text=_("Nyheterna finns alltid på sidan, också utan mejl."),
        choices=Reason.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, person: User, posted: QueryDict | None = None, **kwargs: Any) -> None:
        self.person = person
        off = set(MailPreference.objects.filter(person=person, at_once=False).values_list("reason", flat=True))
        super().__init__(posted, initial={"reasons": [value for value in Reason.values if value not in off]}, **kwargs)

    def save(self) -> None:
        for reason in Reason.values:
            wanted = reason in self.cleaned_data["reasons"]
            actions.set_mail(person_id=self.person.pk, reason=reason, at_once=wanted)
