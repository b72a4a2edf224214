"""Whether two ideas can be merged, or parted again; what stands in the way is said in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from participation.moderation.models import Flag

from ..models import IdeaVersion
from ..states import MERGEABLE, Status

if TYPE_CHECKING:
    from datetime import datetime

    from ..models import Idea

# Whoever supports the kept idea got this answer. To take supports away from under it would make it another question.
ANSWERED = frozenset({Status.ANSWERED, Status.PROPOSAL})


class NotMergeable(Exception):
    """Nothing was changed. `reasons` are sentences for staff."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def can_take_part(idea: Idea, *, now: datetime) -> bool:
    """Public, open for support, not answered, and its time not over. Asks nothing of the database."""
    is_over = idea.status == Status.GATHERING and idea.gathering_until is not None and idea.gathering_until < now
    return idea.status in MERGEABLE and idea.topic.is_public and idea.topic.can_support and not is_over


def hindrances(idea: Idea, kept: Idea, *, now: datetime) -> list[str]:
    """Why `idea` cannot be merged with `kept`; empty where it can."""
    if idea.pk == kept.pk:
        return [_("Det är samma idé.")]
    if idea.topic.municipality_id != kept.topic.municipality_id:
        return [_("Idéerna hör till olika kommuner.")]
    reasons = [
        _("”%(title)s” går inte att slå ihop. Den måste vara publicerad, öppen för stöd och inte besvarad.")
        % {"title": one.title}
        for one in (idea, kept)
        if not can_take_part(one, now=now)
    ]
    return reasons or [*_promised(idea, kept), *_undecided(idea)]


def hindrances_to_parting(kept: Idea) -> list[str]:
    if kept.status in ANSWERED:
        return [_("Kommunen har svarat på den sammanslagna idén. Då går den inte att dela upp igen.")]
    return []


def _promised(idea: Idea, kept: Idea) -> list[str]:
    """A promise to answer by a day is never put off by a merger."""
    if idea.status != Status.TO_BE_ANSWERED:
        return []
    if kept.answer_due_on and idea.answer_due_on and kept.status == idea.status:
        if kept.answer_due_on <= idea.answer_due_on:
            return []
        return [_("Ni har lovat att svara tidigare på ”%(title)s”. Behåll den i stället.") % {"title": idea.title}]
    return [_("Ni har lovat att svara på ”%(title)s”. Behåll den i stället.") % {"title": idea.title}]


def _undecided(idea: Idea) -> list[str]:
    """What waits for a moderator is decided on the idea's own page, before it has none."""
    reasons = []
    if idea.versions.filter(review=IdeaVersion.Review.WAITING).exists():
        reasons.append(_("En ändring av ”%(title)s” väntar på granskning. Granska den först.") % {"title": idea.title})
    if Flag.objects.waiting().filter(topic=idea.topic_id, entry__isnull=True).exists():
        reasons.append(_("”%(title)s” är anmäld. Besluta om anmälan först.") % {"title": idea.title})
    return reasons
