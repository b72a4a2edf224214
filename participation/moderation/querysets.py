from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from participation.accounts.models import Role
from participation.accounts.permissions import is_administrator, municipalities_of

from .owners import roles_beside_moderators

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from django.contrib.auth.models import AnonymousUser

    from participation.accounts.models import User
    from participation.discussion.models import Comment
    from participation.topics.models import Topic

    from .models import Decision, Flag, Item  # noqa: F401 - the querysets are of these


class FlagQuerySet(models.QuerySet["Flag"]):
    def waiting(self) -> FlagQuerySet:
        return self.filter(decision__isnull=True)

    def decided(self) -> FlagQuerySet:
        return self.filter(decision__isnull=False)

    def by_people(self) -> FlagQuerySet:
        return self.filter(source="person")

    def on(
        self, topic: Topic, entry: Comment | None = None, *, about: str = "words", picture: UUID | None = None
    ) -> FlagQuerySet:
        """Those on an entry, or on the topic itself: on the words, on the writer's name beside them, on a picture.

        A name is one thing in its municipality, wherever it was seen.
        """
        writer = entry.author_id if entry is not None else topic.author_id
        if about != "name" or writer is None:
            return self.filter(topic=topic, entry=entry, about="photo" if picture else about, picture=picture)
        return self.on_name_of(writer).filter(topic__municipality=topic.municipality_id)

    def on_name_of(self, person: int | OuterRef) -> FlagQuerySet:
        return self.filter(Q(entry__author=person) | Q(entry__isnull=True, topic__author=person), about="name")


class DecisionQuerySet(models.QuerySet["Decision"]):
    def on(
        self, topic: Topic, entry: Comment | None = None, *, about: str = "words", picture: UUID | None = None
    ) -> DecisionQuerySet:
        return self.filter(topic=topic, entry=entry, about="photo" if picture else about, picture=picture)

    def against(self, person: User | AnonymousUser) -> DecisionQuerySet:
        """What a person is told of: decisions on what they wrote, but not that somebody looked and left it there."""
        return self.filter(
            concerns=person.pk, outcome__in=["hidden", "warned", "paused", "lifted", "restored", "returned"]
        )

    def stand(self) -> DecisionQuerySet:
        """Without those that an appeal changed, and the pauses that fell with them, and what moderators took back:
        what they showed again, and the pauses that they lifted."""
        fell = Q(came_of__appeal__outcome="changed") & ~Q(appeal__outcome="upheld")
        return self.exclude(appeal__outcome="changed").exclude(fell).exclude(self._taken_back())

    def _taken_back(self) -> Q:
        later = self.model._default_manager.filter(pk__gt=OuterRef("pk"), topic=OuterRef("topic")).order_by()
        same = Q(about=OuterRef("about")) & (Q(picture=OuterRef("picture")) | ~Q(about="photo"))
        shown = later.filter(same, outcome="restored").alias(on=Coalesce("entry", 0))
        shown = shown.filter(on=Coalesce(OuterRef("entry"), 0))
        lifted = later.filter(outcome="lifted", pause=OuterRef("pause"))
        return Q(Exists(shown), outcome="hidden") | Q(Exists(lifted), outcome="paused")

    def counts_of(self, people: Iterable[int], municipalities: Iterable[int]) -> dict[tuple[int, int], dict[str, int]]:
        """How often each outcome met each person in each municipality: one question."""
        rows = (
            self.stand()
            .filter(concerns__in=set(people), municipality__in=set(municipalities))
            .order_by()
            .values_list("concerns", "municipality", "outcome")
            .annotate(number=Count("pk"))
        )
        found: dict[tuple[int, int], dict[str, int]] = {}
        for person, municipality, outcome, number in rows:
            found.setdefault((person, municipality), {})[outcome] = number
        return found


class ItemQuerySet(models.QuerySet["Item"]):
    def waiting(self) -> ItemQuerySet:
        return self.filter(settled_at__isnull=True)

    def decided_by(self, user: User) -> ItemQuerySet:
        """What `user` may decide: nothing of another municipality, of their own, or that they decided before.

        Appeals are for publishers as well: a municipality may have one moderator only. What is anchored is for those
        who handle it, too.
        """
        not_mine = (Q(writer__isnull=True) | ~Q(writer=user)) & (Q(barred__isnull=True) | ~Q(barred=user))
        items = self.filter(not_mine)
        if is_administrator(user):
            return items
        here = Q(municipality__in=municipalities_of(user, Role.MODERATOR))
        if published := municipalities_of(user, Role.PUBLISHER):
            here |= Q(kind="appeal", municipality__in=published)
        for kind, roles in roles_beside_moderators().items():
            if handled := municipalities_of(user, *roles):
                here |= ~Q(kind="appeal") & Q(topic__kind=kind, municipality__in=handled)
        return items.filter(here)

    def late(self, now: datetime) -> ItemQuerySet:
        return self.waiting().filter(due_at__lte=now)
