from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.faults.models import Choice, FaultCategory, Question
from participation.places.models import Department

STOP = re.compile(r"^(?P<name>.*?)\s*=>\s*(?P<where>.+)$")


class CategoryForm(forms.ModelForm[FaultCategory]):
    class Meta:
        model = FaultCategory
        fields = [
            "name", "name_en", "group", "description", "keywords", "department", "publicity", "priority",
            "answer_within", "close_within", "order", "is_active",
        ]  # fmt: skip
        widgets = {"keywords": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = self.instance.municipality
        self.fields["department"].queryset = Department.objects.filter(municipality=here)  # type: ignore[attr-defined]

    def save(self, commit: bool = True) -> FaultCategory:
        """The code is made of the first name and stays: other systems know the category by it."""
        if not self.instance.code:
            self.instance.code = free_code(self.instance.name, self.instance.municipality.fault_categories.all())
        return super().save(commit)


class QuestionForm(forms.ModelForm[Question]):
    choices = forms.CharField(
        label=gettext_lazy("Svar att välja"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "Ett på varje rad. Ett svar som betyder att felet är någon annans skrivs så: "
            "Enskild väg => Ring vägföreningen."
        ),
    )

    class Meta:
        model = Question
        fields = ["words", "words_en", "kind", "help_text", "is_required", "order"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["choices"].initial = "\n".join(map(_written, self.instance.choices.all()))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind = cleaned.get("kind", "")
        self.names = [line.strip() for line in cleaned.get("choices", "").splitlines() if line.strip()]
        if kind in (Question.Kind.ONE_OF, Question.Kind.SOME_OF) and not self.names:
            self.add_error("choices", _("Skriv minst ett svar att välja."))
        if kind == Question.Kind.INFORMATION and cleaned.get("is_required"):
            self.add_error("is_required", _("En upplysning går inte att besvara."))
        return cleaned

    @transaction.atomic
    def save(self, commit: bool = True) -> Question:
        """Answers that stay keep their codes; reports remember what they were asked then."""
        if not self.instance.code:
            self.instance.code = free_code(self.instance.words, self.instance.category.questions.all())
        question = super().save(commit)
        before = {choice.name: choice for choice in question.choices.all()}
        kept = []
        for order, line in enumerate(self.names if question.has_choices else [], start=1):
            stop = STOP.match(line)
            name = (stop["name"] if stop else line)[:120]
            choice = before.get(name) or Choice(question=question, name=name)
            choice.order, choice.stops, choice.stop_words = order, bool(stop), stop["where"][:300] if stop else ""
            choice.key = choice.key or free_code(name, question.choices.all(), field="key")
            choice.save()
            kept.append(choice.pk)
        question.choices.exclude(pk__in=kept).delete()
        return question


def free_code(words: str, rows: Any, *, field: str = "code") -> str:
    base = slugify(words)[:50] or "x"
    taken = set(rows.values_list(field, flat=True))
    return next(code for number in range(1, 1000) if (code := base if number == 1 else f"{base}-{number}") not in taken)


def _written(choice: Choice) -> str:
    return f"{choice.name} => {choice.stop_words}" if choice.stops else choice.name
