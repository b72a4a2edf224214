"""Tell people something, once, in the transaction that made it true."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from participation.accounts.models import User
from participation.topics.models import Topic

from . import interests
from .audiences import FOLLOWERS
from .by_itself import would_follow
from .cadence import GATHERED, cadences_of, next_digest
from .letting_go import take_back
from .matters import NONE, Matter
from .models import Announcement, AutomaticFollow, Cadence, Follow, MailPreference, Notification, OutgoingMail, Reason
from .spreading import notify_many
from .telling import say, tell

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.utils.functional import Promise


@transaction.atomic
def follow(*, topic: Topic, person: User, deed: str = "") -> bool:
    """Returns whether it was new. Following twice is following once. `deed`: as for `add_follower`."""
    _lock(topic)
    created = add_follower(topic=topic, person=person, deed=deed)
    if created:
        Topic.objects.filter(pk=topic.pk).update(followers=F("followers") + 1)
    return created


def add_follower(*, topic: Topic, person: User, deed: str = "") -> bool:
    """Only the row: for whoever holds the topic's row already, and counts the follower with what else it counts.

    With a `deed` of AutomaticFollow only if the person has not switched it off.
    """
    if not would_follow(topic=topic, person=person, deed=deed):
        return False
    Follow.objects.create(topic=topic, person=person)
    return True


@transaction.atomic
def unfollow(*, topic: Topic, person: User) -> bool:
    _lock(topic)
    removed, _rows = Follow.objects.filter(topic=topic, person=person).delete()
    if removed:
        Topic.objects.filter(pk=topic.pk, followers__gt=0).update(followers=F("followers") - 1)
        take_back(person=person, reason=Reason.FOLLOWED, topics=[topic.pk])
        interests.take_back_the_rest(person)
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
    reason: Reason = Reason.OTHER,
    matter: Matter = NONE,
    place: int | None = None,
    now: datetime | None = None,
) -> int:
    """Put news on each person's page and, with `mail`, in the outbox or the next digest. Returns how many were told.

    `sentence` and `body` may be lazy: they are written in each person's own language
    (`format_lazy(_("Din idé ”{title}” är publicerad"), title=idea.title)`).
    `actor` is never told of what they did themselves. `path` is an address on this site without host; the topic's own
    where it is left out. News about a topic, and about a `matter` beyond it, are shown and mailed only while the person
    may see it: tell of a removal with `topic=None`. `reason` is what the person chooses by; what somebody is told of
    their own topic as a follower counts as their own. `place` is the municipality whose work it is, where `topic`
    does not say it: whoever leaves their role there reads it no more.
    """
    told: dict[int, User] = {
        person.pk: person for person in people if person.is_active and (actor is None or person.pk != actor.pk)
    }
    tell(
        people=told.values(),
        said=cache(partial(say, sentence=sentence, body=body, topic=topic, path=path)),
        kind=kind,
        topic=topic,
        reason=reason,
        matter=matter,
        place=place,
        mail=mail,
        now=now or timezone.now(),
    )
    return len(told)


def notify_followers(
    *,
    topics: Iterable[Topic],
    kind: str,
    sentence: str | Promise,
    body: str | Promise = "",
    topic: Topic | None = None,
    path: str = "",
    actor: User | None = None,
    matter: Matter = NONE,
    now: datetime | None = None,
) -> int:
    """Everybody who follows any of `topics`, each once, however many. `topic` is what the news is about."""
    return notify_many(
        people=FOLLOWERS,
        about=[followed.pk for followed in topics],
        kind=kind,
        sentence=sentence,
        body=body,
        topic=topic,
        path=path,
        actor=actor,
        matter=matter,
        now=now,
    )


@transaction.atomic
def unsay(*, topic: Topic, words: str) -> None:
    """What was said below a piece of news of this topic is said no more: not on people's pages, not to those who are
    still to be told, not in mail that waits, and not in the copy of mail that went."""
    Notification.objects.filter(topic=topic, body=words).update(body="")
    for announcement in Announcement.objects.select_for_update().filter(topic=topic):
        said: dict[str, list[str]] = announcement.said
        announcement.said = {
            language: [sentence, "" if body == words else body, path]
            for language, (sentence, body, path) in said.items()
        }
        announcement.save(update_fields=["said"])
    mails = OutgoingMail.objects.filter(topic=topic, text__contains=words)
    mails.filter(status=OutgoingMail.Status.WAITING).update(status=OutgoingMail.Status.WITHHELD)
    mails.exclude(status=OutgoingMail.Status.SENDING).update(text="", html="")


def mark_read(*, person: User, pk: int | None = None, now: datetime | None = None) -> int:
    """One of the person's news, or all of them. Returns how many were unread. `mark_unread` takes it back by `now`."""
    unread = Notification.objects.filter(person=person, read_at__isnull=True)
    if pk is not None:
        unread = unread.filter(pk=pk)
    return unread.update(read_at=now or timezone.now())


@transaction.atomic
def set_mail(*, person_id: int, cadences: dict[str, str], now: datetime | None = None) -> dict[str, str]:
    """Choose how often news are mailed, by reason. Returns what was chosen before, to think again by.

    Nothing happens where the account is gone: a token may outlive it. News that wait follow the new choice;
    what was to come by itself from now on does not bring those that wait any sooner than the digest they wait for.
    """
    person = User.objects.select_for_update(no_key=True).filter(pk=person_id).first()
    if person is None:
        return {}
    before = cadences_of(person)
    for reason, cadence in cadences.items():
        MailPreference.objects.update_or_create(person=person, reason=reason, defaults={"cadence": cadence})
        if cadence != Cadence.AT_ONCE:
            waiting = Notification.objects.filter(person=person, reason=reason, digest_at__isnull=False)
            waiting.update(digest_at=next_digest(cadence, now or timezone.now()) if cadence in GATHERED else None)
    return {reason: before[reason] for reason in cadences}


def mark_unread(*, person: User, read_at: datetime) -> int:
    """All that were marked as read at that very moment."""
    return Notification.objects.filter(person=person, read_at=read_at).update(read_at=None)


def set_following(*, person: User, deeds: dict[str, bool]) -> None:
    for deed, is_on in deeds.items():
        AutomaticFollow.objects.update_or_create(person=person, deed=deed, defaults={"is_on": is_on})
