"""Fields in which staff choose among their colleagues."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

if TYPE_CHECKING:
    from .models import User


def name_of(person: User) -> str:
    """For colleagues: the name they chose, else their address, which they know already."""
    return person.display_name or person.email


class Colleagues(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return name_of(obj)


class Colleague(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return name_of(obj)
