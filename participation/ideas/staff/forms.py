from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.core.words import WordsField
from participation.places.models import Department

from .filters import day_input

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from participation.accounts.models import User

    from ..models import Idea

MOST_WORDS = 2000


class Rule(models.TextChoices):
    """What an idea may be refused for. The sentences are read by the person who wrote it."""

    HATE = "hate", _("Den innehåller hot, hat eller kränkningar.")
    PERSONAL = "personal", _("Den innehåller någon annans personuppgifter.")
    SPAM = "spam", _("Den är reklam eller skräp.")
    ILLEGAL = "illegal", _("Den bryter mot lagen.")
    NOT_OURS = "not_ours", _("Den handlar om något som kommunen inte bestämmer över.")
    REPEATED = "repeated", _("Samma idé finns redan.")
    NO_IDEA = "no_idea", _("Den är inget förslag. En fråga eller ett klagomål tar kommunen emot på annat sätt.")


def words_field(label: Any, *, help_text: Any = "", rows: int = 5, most: int = MOST_WORDS) -> forms.CharField:
    return WordsField(label=label, help_text=help_text, max_length=most, widget=forms.Textarea(attrs={"rows": rows}))


class ReasonForm(forms.Form):
    """Why, in words that the person who wrote gets."""

    reason = words_field(
        _("Vad behöver ändras?"),
        help_text=_("Den som skrev idén får läsa det här. Skriv vad som behöver ändras och hur."),
    )


class VersionRefusalForm(forms.Form):
    reason = words_field(_("Varför publicerar ni inte ändringen?"), help_text=_("Den som skrev idén får läsa det här."))


class RefusalForm(forms.Form):
    rule = forms.ChoiceField(label=_("Vilken regel bryter den mot?"), choices=Rule.choices, widget=forms.RadioSelect)
    words = words_field(
        _("Förklara med egna ord"),
        help_text=_("Den som skrev idén får läsa regeln och dina ord. Säg vad det är i texten som inte går."),
    )

    @property
    def reason(self) -> str:
        return f"{Rule(self.cleaned_data['rule']).label} {self.cleaned_data['words']}"


class OtherIdeaForm(forms.Form):
    q = forms.CharField(label=_("Sök på ord eller nummer"), max_length=100, required=False)


class MergerForm(forms.Form):
    words = WordsField(
        label=_("Varför hör de ihop?"),
        help_text=_("En kort mening. De som skrev, stöder eller följer får läsa den."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PartingForm(forms.Form):
    words = WordsField(
        label=_("Varför ska de vara var för sig?"),
        help_text=_("En kort mening. De som skrev, stöder eller följer får läsa den."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DepartmentForm(forms.Form):
    """Anything signed by a department of the idea's own municipality."""

    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Förvaltning"), empty_label=_("Välj förvaltning")
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, idea: Idea, by: User, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.idea = idea
        departments = Department.objects.filter(municipality=idea.topic.municipality_id)
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]  # a choice of rows
        self.fields["department"].initial = idea.owner_id or by.department_id


class AssignmentForm(DepartmentForm):
    def clean_department(self) -> Department:
        department: Department = self.cleaned_data["department"]
        if department.pk == self.idea.owner_id:
            raise forms.ValidationError(_("Idén ligger redan där."))
        return department


class DoneForm(forms.Form):
    sentence = WordsField(label=_("Vad har ni gjort?"), max_length=200, help_text=_("I en mening. Alla kan läsa den."))
    done_on = forms.DateField(label=_("När blev det klart?"), widget=day_input())

    def clean_done_on(self) -> date:
        day: date = self.cleaned_data["done_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Dagen har inte varit än."))
        return day
