from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from participation.places.models import Department
from participation.places.pages import municipality_of
from participation.topics.models import Topic

from .models.eservice import EService
from .models.stage import Stage
from .versions import SHARED_BY_MILESTONES, follow, leader_of

if TYPE_CHECKING:
    from .models import ServiceProposalPage


class ProposalForm(WagtailAdminPageForm):
    """Takes departments, e-services and ideas of the municipality in whose tree the proposal lies.

    A new page does not know its place until it is stored, so the page itself cannot refuse those of others.
    Where another page leads this one, what is decided there has no fields here, whatever is posted.
    """

    leader: ServiceProposalPage | None

    def __init__(self, *args: Any, parent_page: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, parent_page=parent_page, **kwargs)
        place = municipality_of(parent_page) if parent_page else self.instance.municipality
        ideas = Topic.objects.of_kind(Topic.Kind.IDEA).filter(municipality=place)
        self._offer("department", Department.objects.filter(municipality=place))
        self._offer("eservice", EService.objects.filter(municipality=place))
        for row in self.formsets["sources"].forms if "sources" in self.formsets else []:
            row.fields["idea"].queryset = ideas
        self.leader = leader_of(self.instance)
        if self.leader is not None:
            self._leave_only_words(self.leader)

    def _offer(self, name: str, choices: Any) -> None:
        if name in self.fields:
            self.fields[name].queryset = choices  # type: ignore[attr-defined]  # a choice of models

    def _leave_only_words(self, leader: ServiceProposalPage) -> None:
        led = ["stage", "department", "eservice", "ask_until"]
        if leader.stage != Stage.STOPPED:
            led.append("stopped_reason")
        for name in led:
            self.fields.pop(name, None)
        self.formsets.pop("sources", None)
        for row in self.formsets["milestones"].forms if "milestones" in self.formsets else []:
            for name in SHARED_BY_MILESTONES:
                row.fields.pop(name, None)

    def clean(self) -> Any:
        """What was promised in public stays: a milestone moves by a new date with its reason, and a late one stays."""
        cleaned = super().clean()
        if self.leader is None and self.instance.live and "milestones" in self.formsets:
            self._keep_promises(self.formsets["milestones"])
        return cleaned

    def _keep_promises(self, milestones: Any) -> None:
        public = {row.pk: row for row in milestones.model.objects.filter(page=self.instance.pk)}
        today = timezone.localdate()
        for row in milestones.forms:
            stored = public.get(row.instance.pk)
            if stored is None or not row.is_valid():
                continue
            if row.cleaned_data.get("DELETE"):
                if stored.done_on is None and stored.promised_on < today:
                    self.add_error(
                        None,
                        _("”%(title)s” är försenad och kan inte tas bort. Flytta den, och säg varför.")
                        % {"title": stored.title},
                    )
            elif row.cleaned_data["promised_on"] != stored.promised_on:
                row.add_error("promised_on", _("Datumet är lovat. Skriv det nya under Nytt datum, och varför."))
                self.add_error(
                    None,
                    _("”%(title)s”: det lovade datumet står kvar. Skriv det nya under Nytt datum, och varför.")
                    % {"title": stored.title},
                )

    def save(self, commit: bool = True) -> Any:
        """Rows that were added or taken away by hand are put right before any of them is stored."""
        if self.leader is None:
            return super().save(commit=commit)
        page = super().save(commit=False)
        follow(page, self.leader)
        if commit:
            page.save()
        return page
