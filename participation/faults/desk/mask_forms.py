from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from participation.attachments.masking import Area

if TYPE_CHECKING:
    from django.http import QueryDict

MOST = 8


def percent(label: Any, *, least: float = 0) -> forms.FloatField:
    return forms.FloatField(
        label=label,
        min_value=least,
        max_value=100,
        required=False,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 6}),
    )


class AreaForm(forms.Form):
    """A rectangle to black out. All empty is no rectangle."""

    left = percent(_("Från vänster, procent"))
    top = percent(_("Uppifrån, procent"))
    width = percent(_("Bredd, procent"), least=0.1)
    height = percent(_("Höjd, procent"), least=0.1)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = [cleaned.get(name) is not None for name in self.fields]
        if any(given) and not all(given) and not self.errors:
            raise forms.ValidationError(_("Fyll i alla fyra talen, eller inget av dem."))
        return cleaned

    @property
    def area(self) -> Area | None:
        said = self.cleaned_data
        return Area(**said) if said.get("width") is not None else None


class BaseAreas(BaseFormSet[AreaForm]):
    def clean(self) -> None:
        if not any(self.errors) and not self.areas:
            raise forms.ValidationError(_("Markera minst en del av fotot."))

    @property
    def areas(self) -> list[Area]:
        return [form.area for form in self.forms if form.area is not None]


_AreaFormSet: Any = formset_factory(AreaForm, formset=BaseAreas, extra=MOST, max_num=MOST, absolute_max=MOST)


def area_forms(posted: QueryDict | None) -> BaseAreas:
    formset: BaseAreas = _AreaFormSet(posted)
    return formset
