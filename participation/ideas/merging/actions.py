"""Two ideas that ask for the same go on as one, and can be parted again.

All ideas concerned are locked first, in the order of their numbers. A support or an entry that comes meanwhile waits,
and then finds where its idea goes on (`participation.topics.continuing`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from ..actions.clock import reach_threshold
from ..actions.coming_back import answer_put_off, where_it_would_be
from ..actions.steps import keep_topic_true, locked_together, move, write_event
from ..actions.versions import freeze
from ..models import Idea, IdeaEvent, Merger
from ..states import InvalidTransition, Status
from . import chains, moving
from .rules import NotMergeable, hindrances, hindrances_to_parting
from .telling import concerned, tell_of_merger, tell_of_parting

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.functional import Promise

    from participation.accounts.models import User

COUNTERS = ("supports", "comments", "followers")
LEFT_ALONE = _("Idén som den var sammanslagen med finns inte kvar för alla att läsa.")


@transaction.atomic
def merge(*, idea: Idea, kept: Idea, words: str, by: User, now: datetime) -> Merger:
    """`idea` goes on as `kept`. Twice is once: the second gets the merger of the first, and nobody is told again.

    Raises NotMergeable, and PermissionDenied for somebody who wrote one of the two.
    """
    found = locked_together([idea, kept])
    idea, kept = found[idea.pk], found[kept.pk]
    if by.pk in (idea.topic.author_id, kept.topic.author_id):
        raise PermissionDenied
    if earlier := chains.standing().filter(idea=idea, kept=kept, idea__status=Status.MERGED).first():
        return earlier
    if reasons := hindrances(idea, kept, now=now):
        raise NotMergeable(reasons)
    others = concerned(idea, kept)
    merger = Merger.objects.create(
        idea=idea, kept=kept, words=words, status_before=idea.status, merged_at=now, merged_by=by
    )
    moving.move_there(merger, source=idea.topic, target=kept.topic)
    merger.save()
    idea.merged_into = kept
    freeze(ideas=Idea.objects.filter(pk=kept.pk), now=now)
    chains.point(idea)
    move(idea, Status.MERGED, at=now, by=by, reason=words)
    write_event(kept, kind=IdeaEvent.Kind.JOINED, at=now, by=by, reason=words)
    keep_topic_true(kept, before=kept.status, now=now)
    tell_of_merger(idea, kept, others, words=words, by=by, now=now)
    reach_threshold(idea=kept, now=now)
    return merger


@transaction.atomic
def part(*, idea: Idea, words: str | Promise, by: User | None, now: datetime) -> Idea:
    """`idea` gets back what it brought, and goes on where it was; what came to the kept idea since stays there.

    A window that has passed has passed. A state that the kept idea reached is not taken back: it was promised.
    Raises InvalidTransition where it is not merged, NotMergeable where it is too late.
    """
    idea, way = _locked_with_way(idea)
    merger, *later = way
    last = way[-1].kept
    if by is not None and by.pk in (idea.topic.author_id, last.topic.author_id):
        raise PermissionDenied
    if reasons := hindrances_to_parting(last):
        raise NotMergeable(reasons)
    moving.move_back(merger, home=idea.topic, last=last.topic, later=later)
    _close(merger, words=words, by=by, now=now)
    idea.merged_into = None
    idea.topic.refresh_from_db(fields=COUNTERS)
    to = where_it_would_be(idea, merger.status_before, now)
    if to == Status.TO_BE_ANSWERED:
        idea.answer_due_on = answer_put_off(idea, now, now - merger.merged_at)
    chains.point(idea)
    move(idea, to, at=now, by=by, reason=merger.undone_words)
    write_event(last, kind=IdeaEvent.Kind.PARTED, at=now, by=by, reason=merger.undone_words)
    keep_topic_true(last, before=last.status, now=now)
    tell_of_parting(idea, last, concerned(idea, last), words=words, by=by, now=now)
    return idea


def part_all_from(idea: Idea, *, now: datetime) -> None:
    """Before `idea` leaves the public: those that went into it are other people's, and stay."""
    found = locked_together([idea, *Idea.objects.filter(pk__in=chains.below(idea))])
    if hindrances_to_parting(found[idea.pk]):
        return
    for merger in chains.standing().filter(kept=idea, idea__status=Status.MERGED).select_related("idea"):
        part(idea=merger.idea, words=LEFT_ALONE, by=None, now=now)


def locked_with_kept(idea: Idea) -> tuple[Idea, Idea | None]:
    """An idea and the one it is merged with, as they stand; None where it is not merged."""
    pointer = Idea.objects.filter(pk=idea.pk, merged_into__isnull=False).select_related("merged_into").first()
    found = locked_together([idea, pointer.merged_into] if pointer and pointer.merged_into else [idea])
    fresh = found[idea.pk]
    return fresh, found.get(fresh.merged_into_id) if fresh.merged_into_id else None


def _locked_with_way(idea: Idea) -> tuple[Idea, list[Merger]]:
    way = chains.way_of(idea)
    found = locked_together([idea, *(merger.kept for merger in way)])
    idea, now_at = found[idea.pk], chains.way_of(idea)
    if idea.status != Status.MERGED or [merger.pk for merger in now_at] != [merger.pk for merger in way]:
        raise InvalidTransition(idea.status, Status.PUBLISHED)
    for merger in now_at:
        merger.kept = found[merger.kept_id]
    return idea, now_at


def _close(merger: Merger, *, words: str | Promise, by: User | None, now: datetime) -> None:
    with translation.override(None):
        merger.undone_words = str(words)[:300]
    merger.undone_at, merger.undone_by = now, by
    merger.save(update_fields=["undone_at", "undone_by", "undone_words"])
