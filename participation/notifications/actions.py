"""Tell people something, once, in the transaction that made it true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation

from participation.accounts.models import User
from participation.topics.models import Topic

from .models import Follow, MailPreference, Notification
from .news import write_mail

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.utils.functional import Promise


@transaction.atomic
def follow(*, topic: Topic, person: User) -> bool:
    """Returns whether it was new. Following twice is following once."""
    _lock(topic)
    created = add_follower(topic=topic, person=person)
    if created:
        Topic.objects.filter(pk=topic.pk).update(followers=F("followers") + 1)
    return created


def add_follower(*, topic: Topic, person: User) -> bool:
    """Only the row: for whoever holds the topic's row already, and counts the follower with what else it counts."""
    if Follow.objects.filter(topic=topic, person=person).exists():
        return False
    Follow.objects.create(topic=topic, person=person)
    return True


@transaction.atomic
def unfollow(*, topic: Topic, person: User) -> bool:
    _lock(topic)
    removed, _rows = Follow.objects.filter(topic=topic, person=person).delete()
    if removed:
        Topic.objects.filter(pk=topic.pk, followers__gt=0).update(followers=F("followers") - 1)
    return bool(removed)


def _lock(topic: Topic) -> None:
    """Before its rows, as everybody does who writes what a topic counts: nobody waits in a circle."""
    Topic.objects.select_for_update(no_key=True).values("pk").get(pk=topic.pk)


@transaction.atomic
def notify(
    *,
    people: Iterable[User],
    kind: str,
    sentence: str | Promise,
    body: str | Promise = "",
    topic: Topic | None = None,
    path: str = "",
    actor: User | None = None,
    mail: bool = True,
    followed: bool = False,
    now: datetime | None = None,
) -> int:
    """Put news on each person's page and, with `mail`, in the outbox. Returns how many were told.

    `sentence` and `body` may be lazy: they are written in each person's own language
    (`format_lazy(_("Din idé ”{title}” är publicerad"), title=idea.title)`).
    `actor` is never told of what they did themselves. `path` is an address on this site
    without host; the topic's own where it is left out. News about a topic are shown and mailed
    only while the person may see it: tell of a removal with `topic=None`.
    """
    now = now or timezone.now()
    told: dict[int, User] = {
        person.pk: person for person in people if person.is_active and (actor is None or person.pk != actor.pk)
    }
    rows = []
    for person in told.values():
        with translation.override(person.language):
            rows.append(
                Notification(
                    person=person,
                    topic=topic,
                    kind=kind,
                    sentence=str(sentence)[:300],
                    body=str(body),
                    path=path or (topic.get_absolute_url() if topic else ""),
                    created_at=now,
                )
            )
    Notification.objects.bulk_create(rows, batch_size=500)
    if mail:
        write_mail(rows, followed=followed, now=now)
    return len(rows)


def notify_followers(
    *,
    topics: Iterable[Topic],
    kind: str,
    sentence: str | Promise,
    body: str | Promise = "",
    topic: Topic | None = None,
    path: str = "",
    actor: User | None = None,
    now: datetime | None = None,
) -> int:
    """`notify` everybody who follows any of `topics`, each once. `topic` is what the news is about."""
    people = User.objects.filter(follows__topic__in=list(topics), is_active=True).distinct()
    return notify(
        people=people,
        kind=kind,
        sentence=sentence,
        body=body,
        topic=topic,
        path=path,
        actor=actor,
        followed=True,
        now=now,
    )


def mark_read(*, person: User, pk: int | None = None, now: datetime | None = None) -> int:
    """One of the person's news, or all of them. Returns how many were unread."""
    unread = Notification.objects.filter(person=person, read_at__isnull=True)
    if pk is not None:
        unread = unread.filter(pk=pk)
    return unread.update(read_at=now or timezone.now())


def set_mail(*, person_id: int, reason: str, at_once: bool) -> bool:
    """Returns whether there is such an account; a token may outlive it."""
    if not User.objects.filter(pk=person_id).exists():
        return False
    MailPreference.objects.update_or_create(person_id=person_id, reason=reason, defaults={"at_once": at_once})
    return True
