from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

from participation.places.models import Department
from participation.places.pages import municipality_of


class ProposalForm(WagtailAdminPageForm):
    """Offers the departments of the municipality in whose tree the proposal lies."""

    def __init__(self, *args: Any, parent_page: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, parent_page=parent_page, **kwargs)
        if "department" in self.fields:
            place = municipality_of(parent_page) if parent_page else self.instance.municipality
            self.fields["department"].queryset = Department.objects.filter(municipality=place)  # type: ignore[attr-defined]  # a choice of models
