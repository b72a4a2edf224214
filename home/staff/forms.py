from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from home.models import HowWeWork
from participation.accounts.models import Role
from participation.places.models import Department, Municipality
from participation.topics.models import Category

MOST_SUPPORTS = 1_000_000


class SettingsForm(forms.ModelForm):
    """What a municipality decides itself. Its name, code and address are the portal's."""

    class Meta:
        model = Municipality
        fields = (
            "contact_email",
            "contact_phone",
            "contact_hours",
            "accent",
            "idea_review",
            "support_threshold",
            "support_window_days",
            "answer_within_days",
            "review_within_hours",
            "board_law_within_hours",
            "fault_cluster_reports",
            "fault_cluster_metres",
            "fault_cluster_days",
        )
        widgets: ClassVar[dict[str, Any]] = {"idea_review": forms.RadioSelect}
        help_texts: ClassVar[dict[str, Any]] = {
            "idea_review": _("Före: en granskare läser varje idé innan andra ser den. Efter: den syns genast."),
            "support_window_days": _("Så länge samlar en idé stöd. Gäller idéer som publiceras från och med nu."),
            "answer_within_days": _("Så lång tid har ni på er att svara. Gäller från och med nu."),
        }

    def clean_support_threshold(self) -> int:
        threshold: int = self.cleaned_data["support_threshold"]
        if threshold > MOST_SUPPORTS:
            raise forms.ValidationError(_("Så många invånare har ingen kommun."))
        return threshold


class HowWeWorkForm(forms.ModelForm):
    class Meta:
        model = HowWeWork
        fields = ("words",)


class DistinctNames(forms.BaseModelFormSet):
    """All rows of one municipality at once. A name stands once, also beside rows that were not sent."""

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        self.municipality = municipality
        rows = self.model.objects.filter(municipality=municipality)
        super().__init__(*args, queryset=rows, **kwargs)  # type: ignore[misc]  # args are data and files

    def strangers(self) -> int:
        """How many rows were sent that are not in this list: of a neighbour, or taken away meanwhile. None is saved."""
        own = {str(row.pk) for row in self.get_queryset()}
        sent = {self.data.get(form.add_prefix("id")) for form in self.forms}
        return len(sent - own - {None, ""})

    def clean(self) -> None:
        super().clean()
        kept = [form for form in self.forms if form not in self.deleted_forms]
        sent = {form.instance.pk for form in self.forms if form.instance.pk}
        taken = {row.name.casefold() for row in self.get_queryset() if row.pk not in sent}
        for form in kept:
            name = (form.cleaned_data.get("name") or "").casefold()
            if name and name in taken:
                form.add_error("name", _("Namnet finns redan."))
            taken.add(name)


DepartmentFormSet = forms.modelformset_factory(
    Department, fields=["name"], formset=DistinctNames, extra=3, can_delete=True, max_num=200, absolute_max=210
)
CategoryFormSet = forms.modelformset_factory(
    Category,
    fields=["name", "name_en", "order"],
    formset=DistinctNames,
    extra=3,
    can_delete=True,
    max_num=60,
    absolute_max=70,
)


class NewStaffForm(forms.Form):
    email = forms.EmailField(
        label=_("E-postadress"),
        max_length=254,
        help_text=_("Personen behöver ha skapat ett konto här och bekräftat adressen."),
    )
    role = forms.ChoiceField(label=_("Roll"), choices=Role.choices, widget=forms.RadioSelect)
