from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from participation.topics.models import Topic

from . import matters

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from participation.accounts.models import User

    from .models import Notification  # noqa: F401 - named in a base class below

DESK = "/cms/"


def of_duties() -> Q:
    """News for the work in the municipality: by their reason, or by the room that they lead to."""
    from .models import Reason

    return Q(reason=Reason.STAFF) | Q(path__startswith=DESK)


class NotificationQuerySet(models.QuerySet["Notification"]):
    def to(self, person: User) -> NotificationQuerySet:
        """The person's news, without those about something they may no longer see, and without those of their duties
        in a session that has not shown the second factor.

        Asked row by row: a person has few news, and the portal a hundred thousand topics and entries.
        """
        visible = Topic.objects.visible_to(person).filter(pk=OuterRef("topic"))
        found = self.filter(Q(topic__isnull=True) | Q(Exists(visible)), matters.shown(), person=person)
        return found if person.duties_count else found.exclude(of_duties())

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
