from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.accounts.choosing import Colleague, Colleagues
from participation.accounts.models import Role, User
from participation.core.words import WordsField

from .models import CRITERIA, Sheet
from .permissions import colleagues_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from participation.topics.models import Topic

GRADES = {
    1: _("1, talar starkt emot"),
    2: _("2, talar emot"),
    3: _("3, varken eller"),
    4: _("4, talar för"),
    5: _("5, talar starkt för"),
}


class AssignForm(forms.Form):
    person = Colleague(User.objects.none(), label=_("Handläggare"), required=False, empty_label=_("Ingen än"))

    def __init__(self, *args: Any, topic: Topic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = colleagues_of(topic, Role.CASE_OFFICER)  # type: ignore[attr-defined]  # rows


class NoteForm(forms.Form):
    text = WordsField(label=_("Anteckning"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    mentioned = Colleagues(
        User.objects.none(),
        label=_("Säg till"),
        required=False,
        help_text=_("De får veta att det finns en anteckning att läsa. Det du skriver står inte i mejlet."),
    )

    def __init__(self, *args: Any, topic: Topic, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mentioned"].queryset = colleagues_of(topic).exclude(pk=by.pk)  # type: ignore[attr-defined]  # rows


class AskForm(forms.Form):
    """Whom to ask, until when, and (the first time) what."""

    question = WordsField(
        label=_("Vad ska bedömas?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Till exempel vilket sätt att göra det på, eller vad ni behöver veta före beslutet."),
    )
    evaluators = Colleagues(
        User.objects.none(), label=_("Utvärderare"), error_messages={"required": _("Välj minst en utvärderare.")}
    )
    due_on = forms.DateField(label=_("Svar senast"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, topic: Topic, today: date, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["evaluators"].queryset = colleagues_of(topic, Role.EVALUATOR)  # type: ignore[attr-defined]  # rows
        if not is_first:
            del self.fields["question"]
            self.fields["evaluators"].required = False

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if day < self.today:
            raise forms.ValidationError(_("Dagen har varit. Välj en som kommer."))
        return day


class SummaryForm(forms.Form):
    summary = WordsField(
        label=_("Sammanfattning"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Den visas för alla när någon annan har publicerat den. Utvärderarnas egna ord visas inte."),
    )


class SheetForm(forms.ModelForm[Sheet]):
    class Meta:
        model = Sheet
        fields = tuple(name for criterion in CRITERIA for name in (criterion, f"{criterion}_words"))

    def __init__(self, *args: Any, hand_in: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (title, think_of) in CRITERIA.items():
            self.fields[name] = forms.TypedChoiceField(
                label=title,
                help_text=think_of,
                choices=list(GRADES.items()),
                coerce=int,
                empty_value=None,
                required=hand_in,
                widget=forms.RadioSelect,
                error_messages={"required": _("Välj ett betyg innan du lämnar in.")},
            )
            self.fields[f"{name}_words"] = WordsField(
                label=_("Varför?"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
            )

    def pairs(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        for name in CRITERIA:
            yield self[name], self[f"{name}_words"]
