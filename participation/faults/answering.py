"""The questions of a category as a form, and its answers as a report keeps them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.html import escape
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from participation.core.words import WordsField

from .models import Question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .models import Choice

PREFIX = "svar"
Kind = Question.Kind
FIRST_YEAR, LAST_YEAR = 1900, 2200
LARGEST = Decimal(10) ** 12


class NumberField(forms.CharField):
    """As people write it: a decimal comma, and a space between thousands."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def clean(self, value: Any) -> str:
        text = "".join(super().clean(value).split()).replace(",", ".")
        if not text:
            return ""
        try:
            number = Decimal(text)
        except InvalidOperation as error:
            raise ValidationError(_("Skriv ett tal, till exempel 3 eller 2,5.")) from error
        if not number.is_finite() or abs(number) > LARGEST:
            raise ValidationError(_("Skriv ett tal, till exempel 3 eller 2,5."))
        return f"{number:f}"


class MomentField(forms.CharField):
    """A day and an hour in Sweden; kept with their zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"})

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        moment = _moment(text)
        if moment is None:
            raise ValidationError(_("Skriv dag och tid, till exempel 2026-11-21 08:30."))
        return moment.isoformat()


class AnswersForm(forms.Form):
    """Of the questions of a category, their choices loaded. Every name begins with `svar-`."""

    use_required_attribute = False  # a button that does not send must not ask for answers

    def __init__(self, data: Any, *, questions: list[Question]) -> None:
        super().__init__(data, prefix=PREFIX)
        self.questions = questions
        for question in self.questions:
            if question.kind != Kind.INFORMATION:
                self.fields[question.code] = field_of(question)

    @property
    def rows(self) -> list[tuple[Question, forms.BoundField | None]]:
        """What to show, in order: a question with its field, or an information without."""
        return [(row, self[row.code] if row.code in self.fields else None) for row in self.questions]

    @property
    def stop(self) -> Choice | None:
        """The chosen answer with which the report is somebody else's. Of a form that was cleaned."""
        for question in self.questions:
            for choice in question.choices.all():
                if choice.stops and choice.key in _listed(self.cleaned_data.get(question.code)):
                    return choice
        return None

    @property
    def to_store(self) -> list[dict[str, Any]]:
        """[{code, question, values, names}] of what was answered, as asked and answered now. Of a valid form."""
        answers = []
        for question in self.questions:
            if values := _listed(self.cleaned_data.get(question.code)):
                names = {choice.key: choice.label for choice in question.choices.all()}
                shown = [names.get(value, value) for value in values]
                answers.append({"code": question.code, "question": question.label, "values": values, "names": shown})
        return answers


def field_of(question: Question) -> forms.Field:
    said: dict[str, Any] = {
        "label": question.label,
        "help_text": escape(question.help_text),  # a page takes it as HTML
        "required": question.is_required,
        "error_messages": {"required": lazy("Svara på frågan, så vet vi vad vi ska göra.")},
    }
    choices = [(choice.key, choice.label) for choice in question.choices.all()]
    if question.kind == Kind.ONE_OF:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **said)
    if question.kind == Kind.SOME_OF:
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **said)
    if question.kind == Kind.NUMBER:
        return NumberField(max_length=30, **said)
    if question.kind == Kind.DATETIME:
        return MomentField(max_length=40, **said)
    if question.kind == Kind.TEXT:
        return WordsField(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), **said)
    return WordsField(max_length=300, **said)


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text.strip())
    except ValueError:
        return None
    if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    return make_aware(moment) if is_naive(moment) else moment


def _listed(value: Any) -> Sequence[str]:
    if isinstance(value, list):
        return value
    return [value] if value else []
