"""Which ideas a member of staff reaches. Everything here starts from `ideas_for`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db.models import Case, Count, DateTimeField, Exists, F, Min, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from participation.accounts.permissions import is_administrator, municipalities_of, works_with_people
from participation.answers.models.answer import is_late
from participation.places.models import Municipality

from ..models import Idea, IdeaEvent, IdeaVersion
from ..states import Status

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet
    from django.http import HttpRequest

    from participation.accounts.models import User

    from ..querysets import IdeaQuerySet

WAITS_FOR_US = (Status.IN_REVIEW, Status.TO_BE_ANSWERED)


def staff_of(request: HttpRequest) -> User:
    """Raises PermissionDenied for whoever has the key to the admin and no role, or an analyst's."""
    if not works_with_people(request.user):
        raise PermissionDenied
    user: Any = request.user  # the admin lets nobody else in
    return user  # type: ignore[no-any-return]


def places_of(user: User, *roles: str) -> QuerySet[Municipality]:
    places = Municipality.objects.all()
    return places if is_administrator(user) else places.filter(pk__in=municipalities_of(user, *roles))


def ideas_for(user: User, *roles: str) -> IdeaQuerySet:
    """What has been handed in to a municipality where `user` has a role (one of `roles`), and that they may see.

    A draft is its writer's alone, also one that was sent back to be changed.
    """
    ideas: IdeaQuerySet = Idea.objects.visible_to(user).exclude(status=Status.DRAFT)  # type: ignore[attr-defined]
    return ideas if is_administrator(user) else ideas.filter(topic__municipality__in=municipalities_of(user, *roles))


def idea_for(user: User, pk: int) -> Idea:
    """404 where there is none within reach."""
    return get_object_or_404(ideas_for(user).for_page().with_faults(), pk=pk)


def with_waiting(ideas: IdeaQuerySet) -> IdeaQuerySet:
    """`version_waits`, `sent_at` (first handed in), `waiting_since` (oldest first is the order of work)
    and `last_event` (what a person has seen, when they decide)."""
    events = IdeaEvent.objects.filter(idea=OuterRef("pk"))
    versions = IdeaVersion.objects.filter(idea=OuterRef("pk"), review=IdeaVersion.Review.WAITING)
    sent = events.exclude(status=Status.DRAFT).order_by().values("idea").annotate(at=Min("at")).values("at")
    waits = When(status__in=WAITS_FOR_US, then=F("status_since"))
    changed = Coalesce(Subquery(versions.values("created_at")[:1]), F("status_since"))
    return ideas.annotate(
        version_waits=Exists(versions),
        changed_since=changed,
        sent_at=Coalesce(Subquery(sent), F("created_at")),
        waiting_since=Case(waits, default=changed, output_field=DateTimeField()),
        last_event=Subquery(events.order_by("-pk").values("pk")[:1]),
    )


def promise_is_late(today: date) -> Q:
    """Answered with a promise whose day has passed, and nobody has written that it is kept."""
    return Q(status=Status.ANSWERED) & is_late(today, at="topic__answer__")


def counts(ideas: IdeaQuerySet, *, today: date) -> dict[str, int]:
    """How many wait, and for what: one question."""
    waiting = IdeaVersion.objects.filter(idea=OuterRef("pk"), review=IdeaVersion.Review.WAITING)
    rows = ideas.order_by().annotate(version_waits=Exists(waiting))
    return rows.aggregate(
        review=Count("pk", filter=Q(status=Status.IN_REVIEW)),
        versions=Count("pk", filter=Q(version_waits=True)),
        answer=Count("pk", filter=Q(status=Status.TO_BE_ANSWERED)),
        late=Count("pk", filter=Q(status=Status.TO_BE_ANSWERED, answer_due_on__lt=today)),
        promises=Count("pk", filter=promise_is_late(today)),
    )
