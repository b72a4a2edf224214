from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from participation.topics.models import Topic

from . import duties, matters

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from participation.accounts.models import User

    from .models import Notification  # noqa: F401 - named in a base class below


class NotificationQuerySet(models.QuerySet["Notification"]):
    def to(self, person: User) -> NotificationQuerySet:
        """The person's news, without those about something they may no longer see, or of work that is not theirs.

        Asked row by row: a person has few news, and the portal a hundred thousand topics and entries.
        """
        visible = Topic.objects.visible_to(person).filter(pk=OuterRef("topic"))
        return self.filter(
            Q(topic__isnull=True) | Q(Exists(visible)), matters.shown(), duties.read_by(person), person=person
        )

    def unread(self) -> NotificationQuerySet:
        return self.filter(read_at__isnull=True)


def unread_count(person: User | AnonymousUser) -> int:
    """One query (and the person's roles, once a request). Nothing for somebody who is not signed in."""
    if not person.is_authenticated:
        return 0
    return person.notifications.to(person).unread().count()


def is_following(person: User | AnonymousUser, topic: Topic) -> bool:
    """Whether `person` hears of `topic`: for templates/notifications/_follow.html. No query for a visitor."""
    from .models import Follow

    return person.is_authenticated and Follow.objects.filter(topic=topic, person=person).exists()
