from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .forms import ReasonsFields
from .models import Decision

MOST = 100
Outcome = Decision.Outcome


class ManyForm(ReasonsFields):
    """One decision and one reason for all rows that were ticked."""

    OUTCOMES = (
        ("", _("Välj beslut")),
        (Outcome.KEPT, _("Godkänn, eller låt vara kvar")),
        (Outcome.HIDDEN, _("Dölj, eller avvisa")),
        (Outcome.RETURNED, _("Be om ändring (bara idéer)")),
        (Outcome.WARNED, _("Varna, texten får vara kvar")),
    )
    prefix = "flera"
    outcome = forms.ChoiceField(
        label=_("Beslut"), choices=OUTCOMES, error_messages={"required": _("Välj vad du vill besluta.")}
    )
    field_order = ("outcome", "rule", "canned", "facts")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["ground"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        outcome = cleaned.get("outcome")
        if outcome in (Outcome.HIDDEN, Outcome.WARNED):
            self.ask_for_reasons()
        elif outcome == Outcome.RETURNED and not self.said["facts"]:
            self.add_error("facts", _("Skriv vad som behöver ändras."))
        return cleaned
