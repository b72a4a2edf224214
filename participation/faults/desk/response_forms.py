from __future__ import annotations

from typing import Any

from django import forms

from participation.core.words import WordsField
from participation.faults.models import FaultReport, ResponseTemplate
from participation.faults.states import CHOSEN_BY_STAFF


class ResponseTemplateForm(forms.ModelForm[ResponseTemplate]):
    class Meta:
        model = ResponseTemplate
        fields = ["name", "status", "category", "words", "words_en", "is_active"]
        field_classes = {"words": WordsField, "words_en": WordsField}
        widgets = {name: forms.Textarea(attrs={"rows": 5}) for name in ("words", "words_en")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        states = [(status, FaultReport.Status(status).for_others) for status in CHOSEN_BY_STAFF]
        fields["status"].choices = [("", "–"), *states]
        fields["category"].queryset = self.instance.municipality.fault_categories.all()
