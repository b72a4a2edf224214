from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from participation.accounts.models import Role, User
from participation.accounts.permissions import who_hold
from participation.core.words import WordsField
from participation.faults.models import CaseSystem, FaultCategory, FaultReport, Priority, Publicity, ResponseTemplate
from participation.faults.response_words import filled_in
from participation.faults.states import CHOSEN_BY_STAFF
from participation.moderation.models import FOR_FLAGS
from participation.places.models import Department

if TYPE_CHECKING:
    from datetime import date

    from participation.places.models import Municipality

NOBODY = "ingen"


def handlers_of(municipality: Municipality) -> list[User]:
    """Who can be given a report there."""
    return list(who_hold(municipality, Role.CASE_OFFICER).order_by("display_name", "pk"))


class PlacingForm(forms.Form):
    """Who has reports, of what kind and weight. What is left alone is not changed; so it serves one report and many."""

    person = forms.ChoiceField(label=_("Handläggare"), required=False)
    priority = forms.ChoiceField(label=_("Prioritet"), required=False)
    category = forms.ModelChoiceField(
        label=_("Kategori"), queryset=FaultCategory.objects.none(), required=False, empty_label=_("Ändra inte")
    )
    department = forms.ModelChoiceField(
        label=_("Förvaltning"), queryset=Department.objects.none(), required=False, empty_label=_("Ändra inte")
    )
    note = WordsField(
        label=_("Intern anteckning"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Bara ni som arbetar här ser den."),
    )

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in handlers_of(municipality)}
        names = [(key, person.get_full_name()) for key, person in self.people.items()]
        fields: Any = self.fields
        fields["person"].choices = [("", _("Ändra inte")), (NOBODY, _("Ingen")), *names]
        fields["priority"].choices = [("", _("Ändra inte")), *Priority.choices]
        fields["category"].queryset = FaultCategory.objects.to_choose(municipality)
        fields["department"].queryset = Department.objects.filter(municipality=municipality)


class ManyForm(PlacingForm):
    """What is done with many reports at once."""

    template = forms.ModelChoiceField(
        label=_("Svarsmall"),
        queryset=ResponseTemplate.objects.none(),
        required=False,
        empty_label=pgettext_lazy("inget valt", "Ingen"),
        help_text=_("Fylls i för varje anmälan, och ger den läget som mallen hör till."),
    )
    status = forms.ChoiceField(label=_("Nytt läge"), required=False)
    message = WordsField(
        label=_("Meddelande till dem som anmälde"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Följer med det nya läget efter mallens ord, och syns för alla om anmälan gör det. Nämn ingen vid namn."
        ),
    )
    publicity = forms.ChoiceField(label=_("Vem ser anmälningarna"), required=False)
    rule = forms.ChoiceField(
        label=_("Regel, om de döljs"),
        choices=[("", _("Välj regel")), *((one.value, one.label) for one in FOR_FLAGS)],
        required=False,
    )
    facts = WordsField(
        label=_("Skäl, om de döljs"),
        required=False,
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("De som anmälde får läsa det, och kan överklaga."),
    )
    system = forms.ModelChoiceField(
        label=_("Skicka till ärendesystem"),
        queryset=CaseSystem.objects.none(),
        required=False,
        empty_label=_("Ändra inte"),
        help_text=_("För dem som inte redan finns där."),
    )
    field_order = (
        "template", "status", "message", "person", "priority", "category", "department", "system", "publicity",
        "rule", "facts", "note",
    )  # fmt: skip

    def __init__(self, *args: Any, municipality: Municipality, reports: list[FaultReport], **kwargs: Any) -> None:
        super().__init__(*args, municipality=municipality, **kwargs)
        fields: Any = self.fields
        fields["system"].queryset = CaseSystem.objects.in_use().filter(municipalities=municipality)
        fields["template"].queryset = ResponseTemplate.objects.for_all(reports)
        states = [(status, FaultReport.Status(status).for_others) for status in CHOSEN_BY_STAFF]
        fields["status"].choices = [("", _("Ändra inte")), *states]
        fields["publicity"].choices = [
            ("", _("Ändra inte")),
            (Publicity.SHOWN, Publicity.SHOWN.label),
            (Publicity.HIDDEN, Publicity.HIDDEN.label),
        ]

    def clean(self) -> dict[str, Any]:
        """A template says its status too; another one chosen beside it is a slip."""
        cleaned = super().clean() or {}
        if template := cleaned.get("template"):
            if cleaned.get("status") not in ("", template.status):
                self.add_error("status", _("Mallen hör till ett annat läge. Välj det, eller ingen mall."))
            cleaned["status"] = template.status
        if cleaned.get("publicity") == Publicity.HIDDEN:
            self._ask_for_reasons(cleaned)
        return cleaned

    def _ask_for_reasons(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("rule"):
            self.add_error("rule", _("Välj vilken regel det bryter mot."))
        if not cleaned.get("facts"):
            self.add_error("facts", _("Skriv varför de inte ska visas."))

    def message_to(self, report: FaultReport, today: date) -> str:
        template: ResponseTemplate | None = self.cleaned_data["template"]
        words = [filled_in(template, report, today=today)] if template else []
        return "\n\n".join([*words, *filter(None, [self.cleaned_data["message"]])])
