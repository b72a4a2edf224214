"""The mail about news: in the person's language, only where they want it, with a way out in one click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from .mail import new_message_id, one_line
from .models import MailPreference, OutgoingMail, Reason
from .unsubscribing import unsubscribe_url

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from .models import Notification


def reason_for(notification: Notification, *, followed: bool) -> Reason:
    if notification.topic is not None and notification.topic.author_id == notification.person_id:
        return Reason.OWN
    return Reason.FOLLOWED if followed else Reason.OTHER


def write_mail(notifications: Sequence[Notification], *, followed: bool, now: datetime) -> None:
    """Put one mail for each notification in the outbox, unless the person has switched such mail off."""
    people = [notification.person_id for notification in notifications]
    switched_off = set(
        MailPreference.objects.filter(person__in=people, at_once=False).values_list("person_id", "reason")
    )
    mails = []
    for notification in notifications:
        reason = reason_for(notification, followed=followed)
        if (notification.person_id, str(reason)) not in switched_off:
            mails.append(_mail(notification, reason, now))
    OutgoingMail.objects.bulk_create(mails, batch_size=500)


def _mail(notification: Notification, reason: Reason, now: datetime) -> OutgoingMail:
    person = notification.person
    with translation.override(person.language):
        out = unsubscribe_url(person=person, reason=reason)
        context = {
            "notification": notification,
            "reason": reason,
            "link": settings.BASE_URL + notification.path if notification.path else "",
            "settings_link": settings.BASE_URL + reverse("accounts:settings"),
            "unsubscribe_link": out,
            "language": person.language,
        }
        return OutgoingMail(
            person=person,
            topic=notification.topic,
            kind=notification.kind,
            to=person.email,
            sender=settings.DEFAULT_FROM_EMAIL,
            subject=one_line(notification.sentence),
            text=render_to_string("emails/notifications/news.txt", context),
            html=render_to_string("emails/notifications/news.html", context),
            headers={"List-Unsubscribe": f"<{out}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
            message_id=new_message_id(),
            created_at=now,
            next_attempt_at=now,
        )
