from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from participation.accounts.models import Role
from participation.accounts.permissions import is_administrator, municipalities_of

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.discussion.models import Comment
    from participation.topics.models import Topic

    from .models import Decision, Flag  # noqa: F401 - the querysets are of these


class FlagQuerySet(models.QuerySet["Flag"]):
    def waiting(self) -> FlagQuerySet:
        return self.filter(decision__isnull=True)

    def decided(self) -> FlagQuerySet:
        return self.filter(decision__isnull=False)

    def moderated_by(self, user: User) -> FlagQuerySet:
        """What `user` decides on: nothing of another municipality, and nothing of their own."""
        of_others = Q(entry__isnull=True) & ~Q(topic__author=user) | Q(entry__isnull=False) & ~Q(entry__author=user)
        flags = self.filter(of_others)
        return (
            flags
            if is_administrator(user)
            else flags.filter(topic__municipality__in=municipalities_of(user, Role.MODERATOR))
        )

    def on(self, topic: Topic, entry: Comment | None = None) -> FlagQuerySet:
        """Those on an entry, or on the topic itself."""
        return self.filter(topic=topic, entry=entry) if entry else self.filter(topic=topic, entry__isnull=True)


class DecisionQuerySet(models.QuerySet["Decision"]):
    def on(self, topic: Topic, entry: Comment | None = None) -> DecisionQuerySet:
        return self.filter(topic=topic, entry=entry) if entry else self.filter(topic=topic, entry__isnull=True)
