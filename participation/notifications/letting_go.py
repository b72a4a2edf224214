"""What is on its way to a person who has just stopped following what it is about. On the site it stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from .models import Notification, OutgoingMail, Reason
from .reading import in_all_languages
from .unsubscribing import reasons_in

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    from participation.accounts.models import User

Status = OutgoingMail.Status


def take_back(*, person: User, reason: Reason, topics: Collection[int] = (), path: str = "") -> None:
    """Mails that no worker has in its hands yet, and what was to stand in the next digest.

    About the topics; or leading to the page at `path`, for what has no topic.
    """
    led = in_all_languages(path) if path else []
    mails = OutgoingMail.objects.filter(
        Q(topic__in=topics) | Q(news__path__in=led), person=person, status=Status.WAITING
    ).only("headers")
    gone = [mail.pk for mail in mails if reasons_in(mail.headers, person.pk) == [reason]]
    OutgoingMail.objects.filter(pk__in=gone, status=Status.WAITING).update(
        status=Status.WITHHELD, error="NoLongerWanted"
    )
    _in_digests(person, reason).filter(Q(topic__in=topics) | Q(path__in=led)).update(digest_at=None, digest=None)


def topics_under_way(person: User, reason: Reason) -> set[int]:
    mails = OutgoingMail.objects.filter(person=person, topic__isnull=False, status=Status.WAITING)
    rows = mails.values_list("topic", "headers")
    at_once = {topic for topic, headers in rows if reasons_in(headers, person.pk) == [reason]}
    return at_once | set(_in_digests(person, reason).filter(topic__isnull=False).values_list("topic", flat=True))


def _in_digests(person: User, reason: Reason) -> QuerySet[Notification]:
    """Those that wait for one, and those of one that is not written yet."""
    news = Notification.objects.filter(person=person, reason=reason)
    return news.filter(digest_at__isnull=False) | news.filter(digest__status=Status.WAITING)
