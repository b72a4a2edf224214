from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from shapely import transform
from shapely.geometry import shape

from participation.accounts.models import Role
from participation.accounts.permissions import who_hold
from participation.core.words import WordsField
from participation.faults.locating import Region, looks_swapped, outside_for_staff, swapped_for_staff
from participation.faults.models import CaseSystem, FaultCategory, FaultReport, Question, RoutingRule
from participation.places.atlas import BadPosition
from participation.places.borders import touches
from participation.places.models import Department, Municipality
from participation.places.positions import read_position

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.utils.functional import _StrPromise as Promise  # what gettext_lazy gives, to mypy
    from shapely.geometry.base import BaseGeometry

    from participation.faults.locating import Position
    from participation.faults.querysets import FaultReportQuerySet

MOST_LETTERS = 200_000
SURFACES = ("Polygon", "MultiPolygon")


class AreaField(forms.JSONField):
    """A surface in GeoJSON, whole and not crossing itself."""

    def prepare_value(self, value: Any) -> Any:
        """Nothing is written as nothing, not as the word that JSON has for it."""
        return "" if value is None else super().prepare_value(value)

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
        choices = {
            "category": FaultCategory.objects.filter(municipality=here),
            "department": Department.objects.filter(municipality=here),
            "person": who_hold(here, Role.CASE_OFFICER),
            "system": CaseSystem.objects.filter(municipalities=here),
            "hand_to": Municipality.objects.filter(is_open=True).exclude(pk=here.pk),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean(self) -> dict[str, Any]:
        """What would be a rule that never fits, or says two things at once."""
        cleaned = super().clean() or {}
        for name, sentence in self._slips(cleaned):
            if name not in self.errors:
                self.add_error(name, sentence)
        return cleaned

    def _slips(self, said: dict[str, Any]) -> Iterator[tuple[str, Promise]]:
        begins, ends = said.get("begins"), said.get("ends")
        if begins is not None and ends is None:
            yield "ends", _("Skriv också när tiden slutar, eller ta bort när den börjar.")
        if ends is not None and begins is None:
            yield "begins", _("Skriv också när tiden börjar, eller ta bort när den slutar.")
        if begins is not None and begins == ends:
            yield (
                "ends",
                _("Tiden börjar och slutar samtidigt, så regeln stämmer aldrig. Lämna båda tomma för hela dygnet."),
            )
        if said.get("answer") and not said.get("question_code"):
            yield "question_code", _("Skriv koden för frågan som svaret hör till.")
        if said.get("question_code") and not self._asks(said):
            yield "question_code", _("Ingen felkategori som regeln gäller har en fråga med den koden.")
        if said.get("area") and not touches(self.instance.municipality.code, shape(said["area"])):
            yield "area", self._of_area_elsewhere(shape(said["area"]))
        if said.get("system") and said.get("hand_to"):
            yield (
                "system",
                _("Välj ärendesystem eller annan kommun, inte båda. Den andra kommunens egna regler väljer system."),
            )

    def _of_area_elsewhere(self, area: BaseGeometry) -> Promise:
        """A rule for a place where no report of the municipality lies never fits."""
        if touches(self.instance.municipality.code, transform(area, lambda points: points[:, ::-1])):
            return _("Latitud och longitud ser ut att ha bytt plats i området. I GeoJSON står longituden först.")
        return _("Området ligger utanför kommunen, så regeln stämmer aldrig.")

    def _asks(self, said: dict[str, Any]) -> bool:
        questions = Question.objects.filter(
            category__municipality=self.instance.municipality, code=said["question_code"]
        )
        if category := said.get("category"):
            questions = questions.filter(category=category)
        return questions.exists()


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
        help_text=_("Kategorins frågor kommer fram när du har tryckt på Prova, så att du kan svara på dem."),
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
            else:
                self._hold_against(Region.now(), self.position)
        return cleaned

    def _hold_against(self, region: Region, position: Position) -> None:
        """No report comes from there: the citizens' form says so too."""
        if looks_swapped(position, region):
            self.add_error("lat", swapped_for_staff())
        elif outside := outside_for_staff(position, region):
            self.add_error("lat", outside)


def _is_surface(area: Any) -> bool:
    try:
        return area["type"] in SURFACES and shape(json.loads(json.dumps(area))).is_valid
    except Exception:  # whatever is wrong with it, it is no surface
        return False
