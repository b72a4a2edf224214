from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.core.words import WordsField
from participation.faults.guessing import guess
from participation.faults.models import FaultCategory
from participation.places.borders import find_municipality
from participation.places.facts import municipality_facts

from .becoming import words_of

if TYPE_CHECKING:
    from ..models import Idea


class BecomeFaultForm(forms.Form):
    """Begins with the category that the form for reports would guess; asks for a place where the idea names none."""

    category = forms.ModelChoiceField(
        label=gettext_lazy("Kategori"),
        queryset=FaultCategory.objects.none(),
        required=False,
        empty_label=gettext_lazy("Ingen av dem"),
        help_text=gettext_lazy("Förslaget kommer från orden i idén."),
    )
    place = WordsField(label=gettext_lazy("Plats i ord"), max_length=200)

    def __init__(self, data: Any = None, *, idea: Idea) -> None:
        categories = FaultCategory.objects.to_choose(idea.topic.municipality_id)
        super().__init__(data, initial={"category": guess(categories, words_of(idea))})
        self.fields["category"].queryset = categories  # type: ignore[attr-defined]  # a ModelChoiceField
        if idea.place or idea.position:
            del self.fields["place"]
        self.warning = _elsewhere(idea)


def _elsewhere(idea: Idea) -> str:
    """A position that lies in another municipality: the report stays here until somebody hands it over."""
    found = find_municipality(*idea.position) if idea.position else idea.topic.municipality.code
    if found == idea.topic.municipality.code:
        return ""
    if found is None:
        return _("Platsen ligger utanför kommunen. Rätta den sedan i felanmälan om den är fel.")
    return _("Platsen ligger i %(name)s. Är felet deras? Lämna då över felanmälan sedan.") % {
        "name": municipality_facts()[found].full_name
    }
