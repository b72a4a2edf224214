"""One mail of several news: what is new since the last, and nothing where nothing is.

News that are to be mailed in a digest wait in `Notification.digest_at`. When their hour has come, `queue_digests`
puts one mail for each person in the outbox and ties the news to it, in one transaction: a worker that is killed in
it has done nothing, and afterwards the news wait no more. What the mail says is written when it is sent, line by line,
of what its reader may see, has not read on the site, and still wants by mail at that moment.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, transaction
from django.db.models import OuterRef, Subquery
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext

from participation.accounts.models import User
from participation.topics.words_elsewhere import names_of

from .cadence import cadences_of
from .mail import new_message_id, one_line
from .models import Cadence, Notification, OutgoingMail, Reason
from .unsubscribing import ALL, unsubscribe_headers, unsubscribe_url

if TYPE_CHECKING:
    from datetime import datetime

KIND = "digest"
PEOPLE_AT_A_TIME = 200
ROWS_AT_A_TIME = 1000
MOST_LINES = 40


def queue_digests(*, now: datetime, limit: int = PEOPLE_AT_A_TIME) -> int:
    """Mails for up to `limit` people whose news have waited long enough. Returns how many people were looked after.

    Reads nothing of people who have no news. Two workers never take the same person: each holds the person's row.
    """
    due = Notification.objects.filter(digest_at__lte=now)
    if not due.exists():
        return 0  # without taking the write lock
    with transaction.atomic():
        first = due.order_by("digest_at", "id").values_list("person_id", flat=True)[:ROWS_AT_A_TIME]
        people = User.objects.filter(pk__in=sorted(set(first))[:limit])
        if connection.features.has_select_for_update_skip_locked:
            people = people.select_for_update(no_key=True, skip_locked=True)
        held = list(people.only("email", "language", "is_active"))
        waiting = due.filter(person__in=held)
        still = set(waiting.order_by().values_list("person_id", flat=True).distinct())
        _gather([person for person in held if person.pk in still], now)
    return len(held)


def _gather(people: list[User], now: datetime) -> None:
    waiting = Notification.objects.filter(digest_at__lte=now)
    waiting.filter(person__in=[person for person in people if not person.is_active]).update(digest_at=None)
    mails = [_envelope(person, now) for person in people if person.is_active]
    OutgoingMail.objects.bulk_create(mails)
    own = OutgoingMail.objects.filter(pk__in=[mail.pk for mail in mails], person=OuterRef("person"))
    receivers = [mail.person_id for mail in mails]
    waiting.filter(person__in=receivers).update(digest=Subquery(own.values("pk")[:1]), digest_at=None)


def _envelope(person: User, now: datetime) -> OutgoingMail:
    with translation.override(person.language):
        return OutgoingMail(
            person=person,
            kind=KIND,
            to=person.email,
            sender=settings.DEFAULT_FROM_EMAIL,
            subject=gettext("Nyheter till dig"),
            message_id=new_message_id(),
            created_at=now,
            next_attempt_at=now,
        )


@dataclass
class Thing:
    """What one or several of the news are about."""

    title: str
    link: str
    lines: list[Notification] = field(default_factory=list)


def write(mail: OutgoingMail) -> bool:
    """What the digest says, as of now; false where nothing is left to say."""
    person = mail.person
    if person is None:
        return False
    wanted = [reason for reason, cadence in cadences_of(person).items() if cadence != Cadence.NEVER]
    unread = Notification.objects.to(person).unread().filter(digest=mail.pk, reason__in=wanted)
    lines = list(unread.select_related("topic").order_by("created_at", "id"))
    if not lines:
        return False
    reasons = [reason for reason in Reason if reason in {line.reason for line in lines}]
    with translation.override(person.language):
        out = unsubscribe_url(person=person, reason=",".join(reasons))
        context = {
            "things": things_of(lines[:MOST_LINES]),
            "more": len(lines) - MOST_LINES if len(lines) > MOST_LINES else 0,
            "inbox_link": settings.BASE_URL + reverse("notifications:inbox"),
            "settings_link": settings.BASE_URL + reverse("accounts:settings"),
            "ways_out": [(reason.label, unsubscribe_url(person=person, reason=reason)) for reason in reasons],
            "way_out_of_all": unsubscribe_url(person=person, reason=ALL),
            "language": person.language,
        }
        mail.subject = _subject(lines)
        context["subject"] = mail.subject
        mail.text = render_to_string("emails/notifications/digest.txt", context)
        mail.html = render_to_string("emails/notifications/digest.html", context)
    mail.headers = unsubscribe_headers(out)
    return True


def _subject(lines: list[Notification]) -> str:
    if len(lines) == 1:
        return one_line(lines[0].sentence)
    return ngettext("%(count)s nyhet till dig", "%(count)s nyheter till dig", len(lines)) % {"count": len(lines)}


def things_of(lines: list[Notification]) -> list[Thing]:
    """In the order in which something first happened with them."""
    names = names_of(line.topic for line in lines if line.topic)
    things: dict[object, Thing] = {}
    for line in lines:
        key = line.topic_id or line.path or -line.pk
        if key not in things:
            title = names[line.topic.pk].title if line.topic else line.sentence
            things[key] = Thing(title, settings.BASE_URL + line.path if line.path else "")
        things[key].lines.append(line)
    return list(things.values())
