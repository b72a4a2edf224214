from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from participation.faults.actions.sending import code_there, systems_to_choose
from participation.faults.case_systems.kinds import KINDS
from participation.faults.models import CaseSystem

if TYPE_CHECKING:
    from participation.faults.models import FaultReport


class SendingForm(forms.Form):
    system = forms.ModelChoiceField(
        label=lazy("Ärendesystem"),
        queryset=CaseSystem.objects.none(),
        empty_label=lazy("Välj"),
        help_text=lazy("De som är i bruk och inte redan har anmälan."),
    )
    code = forms.CharField(
        label=lazy("Kod i ärendesystemet"),
        required=False,
        max_length=120,
        help_text=lazy("Vad felet kallas där. Tomt: som kategorin kallas."),
    )

    def __init__(self, *args: Any, report: FaultReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.report = report
        fields: Any = self.fields
        fields["system"].queryset = systems_to_choose(report)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        system: CaseSystem | None = cleaned.get("system")
        if system is None or cleaned.get("code") or not KINDS[system.kind].needs_code:
            return cleaned
        if not code_there(self.report, system) and self.report.category is None:
            self.add_error("code", _("Skriv koden. Anmälan har ingen kategori som säger den."))
        return cleaned
