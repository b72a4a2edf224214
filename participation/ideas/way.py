"""The way of an idea: what happened, with dates; where it is; what is expected, and who owns the next step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from participation.core.dates import at_latest, in_words

from .models import Idea, IdeaEvent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from participation.answers.models import Answer

Status = Idea.Status
BEFORE_THE_PUBLIC = (Status.DRAFT, Status.IN_REVIEW)


@dataclass(frozen=True)
class Stop:
    """One stop, as components/way.html draws it."""

    label: str
    date_text: str
    state: str
    note: str = ""


class Way:
    """Reads an idea and its events (in order); asks the database nothing."""

    def __init__(self, idea: Idea, events: Sequence[IdeaEvent], *, today: date) -> None:
        self.idea, self.today = idea, today
        self.moves = [event for event in events if event.kind == IdeaEvent.Kind.MOVED]
        self.status = idea.status
        self.gone = self.status in (Status.WITHDRAWN, Status.REFUSED, Status.MERGED)

    def stops(self) -> list[Stop]:
        if self.gone:
            return [*self._sent(), Stop(self.idea.status_word, self._day(self.idea.status_since), "stopped")]
        return [*self._sent(), *self._reviewed(), *self._supported(), *self._answered(), *self._became()]

    def _sent(self) -> list[Stop]:
        first = self._first(*(set(Status.values) - {Status.DRAFT}))
        return [Stop(_("Inskickad"), self._day(first), "done")]

    def _reviewed(self) -> list[Stop]:
        if self.status == Status.IN_REVIEW:
            return [Stop(_("Granskas"), "", "now"), Stop(_("Publicerad"), "", "later")]
        if self._first(Status.IN_REVIEW) is None:
            return []
        return [Stop(_("Granskad"), self._day(self._public_since()), "done")]

    def _supported(self) -> list[Stop]:
        idea = self.idea
        if self.status == Status.IN_REVIEW:
            return []
        if self.status == Status.PUBLISHED:
            return [Stop(_("Publicerad"), self._day(self._public_since()), "now")]
        if not idea.threshold:
            return []
        label = _("%(count)d stöd") % {"count": idea.threshold}
        if self.status == Status.GATHERING and idea.gathering_until:
            return [Stop(label, at_latest(idea.gathering_until, today=self.today), "now")]
        if self.status == Status.EXPIRED:
            note = _("Tiden tog slut vid %(count)d stöd") % {"count": idea.topic.supports}
            return [Stop(label, self._day(idea.status_since), "stopped", note)]
        reached = self._first(Status.TO_BE_ANSWERED)
        return [Stop(label, self._day(reached), "done")] if reached else []

    def _answered(self) -> list[Stop]:
        idea = self.idea
        if idea.imported_from and not idea.topic.can_support:
            return []  # a record of another site: nobody here has promised an answer
        if self.status in (Status.PUBLISHED, Status.GATHERING):
            return [Stop(_("Kommunen svarar"), "", "next" if self.status == Status.GATHERING else "later")]
        if self.status == Status.TO_BE_ANSWERED and idea.answer_due_on:
            due = at_latest(idea.answer_due_on, today=self.today)
            late = idea.is_answer_late(self.today)
            note = _("Försenat") if late else ""
            return [Stop(_("Kommunen svarar"), due, "late" if late else "now", note)]
        answer = idea.answer
        if answer is None:
            return []
        late = self.idea.is_promise_late(self.today)
        going_on = answer.is_a_promise and not answer.done_on and self.status == Status.ANSWERED and not late
        label = _("Kommunen har svarat")
        return [Stop(label, self._day(answer.answered_at), "now" if going_on else "done"), *self._promised(answer)]

    def _promised(self, answer: Answer) -> list[Stop]:
        if not answer.is_a_promise or self.status != Status.ANSWERED:
            return []
        if answer.done_on:
            return [Stop(_("Genomförd"), self._day(answer.done_on), "done")]
        stops = [Stop(_("Genomförd"), "", "later")]
        if answer.next_step:
            due = at_latest(answer.next_step_on, today=self.today) if answer.next_step_on else ""
            late = answer.is_late(self.today)
            stops.insert(0, Stop(answer.next_step, due, "late" if late else "next", _("Försenat") if late else ""))
        return stops

    def _became(self) -> list[Stop]:
        if self.status != Status.PROPOSAL:
            return []
        return [Stop(str(Status.PROPOSAL.label), self._day(self.idea.status_since), "done")]

    def _public_since(self) -> datetime | None:
        return self._first(Status.PUBLISHED, Status.GATHERING)

    def _first(self, *statuses: str) -> datetime | None:
        return next((event.at for event in self.moves if event.status in statuses), None)

    def _day(self, moment: date | datetime | None) -> str:
        return in_words(moment, today=self.today) if moment else ""


def next_owner(idea: Idea) -> str:
    """Who has to do something now; empty where nobody has."""
    municipality = idea.topic.municipality.full_name
    if idea.status == Status.IN_REVIEW:
        return _("granskarna i %(municipality)s") % {"municipality": municipality}
    if idea.status == Status.TO_BE_ANSWERED:
        return idea.owner.name if idea.owner else municipality
    if idea.status == Status.ANSWERED:
        answer = idea.answer
        if answer and answer.is_a_promise and not answer.done_on:
            return answer.department.name
    return ""


def goal_sentence(idea: Idea, *, today: date) -> str:
    """What the support is for, beside its figure."""
    if not idea.threshold:
        return ""
    values: dict[str, object] = {"count": idea.threshold, "left": max(idea.threshold - idea.topic.supports, 0)}
    if idea.status == Status.GATHERING and idea.gathering_until:
        values["day"] = in_words(idea.gathering_until, today=today)
        words = _("Vid %(count)d stöd måste kommunen svara. %(left)d saknas, och tiden går ut %(day)s.")
        return words % values
    if idea.status == Status.EXPIRED:
        return _("Det behövdes %(count)d stöd för att kommunen skulle svara.") % values
    if idea.answer_due_on is None:  # it is set when the idea gets there, and never taken back
        if idea.status == Status.PROPOSAL:
            return _("Idén blev ett e-tjänsteförslag innan den hade fått %(count)d stöd.") % values
        return _("Kommunen svarade innan idén hade fått %(count)d stöd.") % values
    return _("Vid %(count)d stöd måste kommunen svara. Dit har idén kommit.") % values
