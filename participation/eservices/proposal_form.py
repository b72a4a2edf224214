from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

from participation.places.models import Department
from participation.places.pages import municipality_of
from participation.topics.models import Topic

from .models.eservice import EService


class ProposalForm(WagtailAdminPageForm):
    """Takes departments, e-services and ideas of the municipality in whose tree the proposal lies.

    A new page does not know its place until it is stored, so the page itself cannot refuse those of others.
    """

    def __init__(self, *args: Any, parent_page: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, parent_page=parent_page, **kwargs)
        place = municipality_of(parent_page) if parent_page else self.instance.municipality
        ideas = Topic.objects.of_kind(Topic.Kind.IDEA).filter(municipality=place)
        self._offer("department", Department.objects.filter(municipality=place))
        self._offer("eservice", EService.objects.filter(municipality=place))
        for row in self.formsets["sources"].forms if "sources" in self.formsets else []:
            row.fields["idea"].queryset = ideas

    def _offer(self, name: str, choices: Any) -> None:
        if name in self.fields:
            self.fields[name].queryset = choices  # type: ignore[attr-defined]  # a choice of models
