from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from participation.faults.models import FaultReport
from participation.faults.staff_forms import message_field

if TYPE_CHECKING:
    from participation.faults.querysets import FaultReportQuerySet

NEAR, SHOWN = 150, 8  # metres, reports


class DoubleForm(forms.Form):
    """The other report: one of those nearby, or any by its number. Only what this person handles can be named."""

    near = forms.ChoiceField(label=_("Öppna anmälningar i närheten"), required=False, widget=forms.RadioSelect)
    number = forms.CharField(label=_("Eller den andra anmälans nummer"), max_length=20, required=False)
    message = message_field(help_text=_("Den som anmälde får veta att felet redan var anmält."))

    def __init__(self, *args: Any, report: FaultReport, handled: FaultReportQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.original: FaultReport | None = None
        self.others = handled.filter(municipality=report.municipality_id).exclude(pk=report.pk)
        choices = [(other.number, _described(other)) for other in _nearby(report, self.others)]
        self.fields["near"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        if not choices:
            del self.fields["near"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        number = (cleaned.get("number") or cleaned.get("near") or "").strip().upper()
        self.original = self.others.select_related("duplicate_of").filter(number=number).first()
        if self.original is None:
            self.add_error("number", _("Skriv numret på en annan anmälan i kommunen."))
        return cleaned


class WordsForm(forms.Form):
    message = message_field()


def _nearby(report: FaultReport, others: FaultReportQuerySet) -> list[FaultReport]:
    if report.position is None:
        return []
    return list(others.open().around(*report.position, NEAR).newest_first()[:SHOWN])


def _described(report: FaultReport) -> str:
    return f"{report.number}: {Truncator(report.text).chars(80)}"
