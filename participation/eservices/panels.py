"""The editor of a page that follows another: what is changed there is told here, and cannot be changed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from wagtail.admin.panels import HelpPanel, InlinePanel


class LeadingVersionPanel(HelpPanel):
    """What the leading page says, and the way to it. `ProposalForm.leader` is that page."""

    def __init__(self, template: str = "eservices/admin/leading_version.html", **kwargs: Any) -> None:
        super().__init__(template=template, **kwargs)

    class BoundPanel(HelpPanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            self.leader = getattr(self.form, "leader", None)

        def is_shown(self) -> bool:
            return self.leader is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["leader"] = self.leader
            if self.leader is not None and self.leader.permissions_for_user(self.request.user).can_edit():
                context["address"] = reverse("wagtailadmin_pages:edit", args=[self.leader.pk])
            return context


class SharedRowsPanel(InlinePanel):
    """Rows that only the leading page has; the form of another has no such rows, and none are shown."""

    class BoundPanel(InlinePanel.BoundPanel):
        def __init__(self, *, panel: Any, form: Any, **kwargs: Any) -> None:
            self.is_missing = form is not None and panel.relation_name not in form.formsets
            super().__init__(panel=panel, form=None if self.is_missing else form, **kwargs)

        def is_shown(self) -> bool:
            return not self.is_missing and super().is_shown()


class MilestonesPanel(InlinePanel):
    """Each row carries its key, by which its translations know it. A page that follows has only words to write."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        rows = options["formsets"][self.relation_name]
        rows["fields"] = [*rows["fields"], "key"]
        rows["widgets"] = {**rows["widgets"], "key": forms.HiddenInput}
        return options

    class BoundPanel(InlinePanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if getattr(self.form, "leader", None) is not None:
                self.template_name = "eservices/admin/milestones_in_words.html"
