from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from participation.core.words import WordsField
from participation.faults.models import FaultCategory
from participation.faults.staff_forms import message_field
from participation.places.models import Department

if TYPE_CHECKING:
    from participation.faults.models import FaultReport


class SplitForm(forms.Form):
    """What the part is about and where it goes. Only what belongs to the municipality can be chosen."""

    text = WordsField(
        label=_("Vad delen gäller"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Stryk det som inte hör hit. Den som anmälde läser det, och den som får delen."),
    )
    category = forms.ModelChoiceField(
        label=_("Kategori"),
        queryset=FaultCategory.objects.none(),
        required=False,
        empty_label=pgettext_lazy("inget valt", "Ingen"),
    )
    department = forms.ModelChoiceField(
        label=_("Förvaltning"),
        queryset=Department.objects.none(),
        required=False,
        empty_label=_("Som fördelningsreglerna säger"),
    )
    rest_is_done = forms.BooleanField(
        label=_("Inget annat än delarna är kvar att göra"),
        required=False,
        help_text=_("Då avslutas hela anmälan av sig själv när alla delar är avslutade."),
    )
    message = message_field(help_text=_("Den som anmälde behåller sitt nummer och sin sida, och ser delarna där."))

    def __init__(self, *args: Any, report: FaultReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["text"].initial = report.text
        fields["category"].queryset = FaultCategory.objects.to_choose(report.municipality_id)
        fields["department"].queryset = Department.objects.filter(municipality=report.municipality_id)
        fields["rest_is_done"].initial = bool(report.ends_as)
