from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from shapely.geometry import shape

from participation.accounts.models import Role, User
from participation.core.words import WordsField
from participation.faults.models import CaseSystem, FaultCategory, FaultReport, RoutingRule
from participation.places.atlas import BadPosition
from participation.places.models import Department, Municipality
from participation.places.positions import read_position

if TYPE_CHECKING:
    from participation.faults.querysets import FaultReportQuerySet

MOST_LETTERS = 200_000
SURFACES = ("Polygon", "MultiPolygon")


class AreaField(forms.JSONField):
    """A surface in GeoJSON, whole and not crossing itself."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and len(value) > MOST_LETTERS:
            raise forms.ValidationError(_("Området har för många punkter. Rita det enklare."))
        area = super().to_python(value)
        if area is not None and not _is_surface(area):
            raise forms.ValidationError(_("Skriv en hel yta i GeoJSON: Polygon eller MultiPolygon."))
        return area


class RuleForm(forms.ModelForm[RoutingRule]):
    """Only what belongs to the municipality of the rule can be chosen."""

    area = AreaField(label=_("Område"), required=False, widget=forms.Textarea(attrs={"rows": 4}))

    class Meta:
        model = RoutingRule
        fields = RoutingRule.SAYS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = self.instance.municipality
        officers = {"groups__staff_group__municipality": here, "groups__staff_group__role": Role.CASE_OFFICER}
        choices = {
            "category": FaultCategory.objects.filter(municipality=here),
            "department": Department.objects.filter(municipality=here),
            "person": User.objects.filter(is_active=True, **officers).distinct(),
            "system": CaseSystem.objects.filter(municipalities=here),
            "hand_to": Municipality.objects.filter(is_open=True).exclude(pk=here.pk),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]  # a ModelChoiceField


class TryForm(forms.Form):
    """What a report would say, or the number of one that is here. Its words suggest the category."""

    number = forms.CharField(label=_("Nummer på en anmälan"), max_length=20, required=False)
    words = WordsField(
        label=_("Eller vad som är fel, i ord"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2})
    )
    category = forms.ModelChoiceField(
        label=_("Eller kategori"),
        queryset=FaultCategory.objects.none(),
        required=False,
        empty_label=_("Den som orden tyder på"),
    )
    lat = forms.CharField(label=_("Latitud"), max_length=30, required=False)
    lon = forms.CharField(label=_("Longitud"), max_length=30, required=False)
    at = forms.DateTimeField(
        label=_("När"), required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )

    def __init__(self, *args: Any, here: Municipality, reports: FaultReportQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.report: FaultReport | None = None
        self.position: tuple[float, float] | None = None
        self.reports = reports.filter(municipality=here)
        self.categories = here.fault_categories.filter(is_active=True).select_related("department")
        self.fields["category"].queryset = self.categories  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if number := cleaned.get("number", "").strip().upper():
            self.report = self.reports.select_related("category__department", "owner").filter(number=number).first()
            if self.report is None:
                self.add_error("number", _("Det finns ingen sådan anmälan här."))
        if cleaned.get("lat") or cleaned.get("lon"):
            try:
                self.position = read_position(cleaned.get("lon", ""), cleaned.get("lat", ""))
            except BadPosition as problem:
                self.add_error("lat", str(problem))
        return cleaned


def _is_surface(area: Any) -> bool:
    try:
        return area["type"] in SURFACES and shape(json.loads(json.dumps(area))).is_valid
    except Exception:  # whatever is wrong with it, it is no surface
        return False
