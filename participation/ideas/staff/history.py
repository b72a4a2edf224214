"""What happened to an idea, who did it and why: also what the public does not see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from participation.accounts.names import name_for_colleagues
from participation.moderation.models import Decision

from ..models import Idea, IdeaEvent, IdeaVersion
from ..states import Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from participation.accounts.models import User


@dataclass(frozen=True)
class Step:
    at: datetime
    what: str
    who: str
    why: str
    is_public: bool


def steps_of(idea: Idea, events: Iterable[IdeaEvent]) -> list[Step]:
    """Newest first. What the writer did before they handed it in is theirs."""
    return [
        Step(event.at, _what(event), _who(event, idea), event.reason, event.is_public)
        for event in events
        if event.status != Status.DRAFT or event.before == Status.IN_REVIEW
    ][::-1]


def _what(event: IdeaEvent) -> str:
    if event.kind == IdeaEvent.Kind.ASSIGNED and event.department:
        return _("Fördelad till %(department)s") % {"department": event.department.name}
    if event.kind != IdeaEvent.Kind.MOVED:
        return str(IdeaEvent.Kind(event.kind).label)
    if event.status == Status.DRAFT:
        return _("Tillbaka för att ändras")
    return str(Status(event.status).label)


def _who(event: IdeaEvent, idea: Idea) -> str:
    who = _name(event.by, idea)
    if event.department and event.kind != IdeaEvent.Kind.ASSIGNED:
        return f"{who}, {event.department.name}" if who else event.department.name
    return who


def _name(person: User | None, idea: Idea) -> str:
    if person is None:
        return ""
    return _("Den som skrev") if person.pk == idea.topic.author_id else name_for_colleagues(person)


@dataclass(frozen=True)
class Record:
    """How it went for the same writer before, in this municipality: figures, never texts."""

    ideas: int
    refused: int
    sent_back: int
    hidden: int

    @property
    def is_first(self) -> bool:
        return not self.ideas


def record_of(idea: Idea) -> Record | None:
    """None where the writer is gone or was never here."""
    author, place = idea.topic.author_id, idea.topic.municipality_id
    if author is None:
        return None
    others = Idea.objects.filter(topic__author=author, topic__municipality=place, reference__isnull=False)
    others = others.exclude(pk=idea.pk)
    decisions = Decision.objects.filter(concerns=author, municipality=place, outcome=Decision.Outcome.HIDDEN)
    decisions = decisions.stand().exclude(entry__isnull=True, topic__idea__status=Status.REFUSED)  # counted as refused
    return Record(
        ideas=others.count(),
        refused=others.filter(status=Status.REFUSED, became_report__isnull=True).count(),
        sent_back=IdeaEvent.objects.filter(
            idea__topic__author=author,
            idea__topic__municipality=place,
            status=Status.DRAFT,
            before=Status.IN_REVIEW,
        ).count(),
        hidden=decisions.count(),
    )


def waiting_version(idea: Idea) -> IdeaVersion | None:
    return idea.versions.filter(review=IdeaVersion.Review.WAITING).first()
