"""The mail about news: in the person's language, only where they want it, with a way out in one click."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from .mail import new_message_id, one_line
from .models import Notification, OutgoingMail, Reason
from .unsubscribing import unsubscribe_headers, unsubscribe_url

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from participation.accounts.models import User
    from participation.topics.models import Topic


def reason_for(person: User, topic: Topic | None, reason: Reason) -> Reason:
    """Somebody's own topic is not something they merely follow. An audience may know better: see audiences.py."""
    if topic is not None and topic.author_id == person.pk and reason in (Reason.FOLLOWED, Reason.OTHER):
        return Reason.OWN
    return Reason(getattr(person, "because", reason))


def write_mail(notifications: Sequence[Notification], *, now: datetime) -> None:
    """Put one mail for each notification in the outbox."""
    OutgoingMail.objects.bulk_create([_mail(news, now) for news in notifications], batch_size=500)


def write_again(mail: OutgoingMail) -> bool:
    """What it says as of now; false where its reader may not see any more what it is about."""
    if mail.person is None or mail.news_id is None:
        return False
    news = Notification.objects.to(mail.person).select_related("topic").filter(pk=mail.news_id).first()
    if news is None:
        return False
    for name, value in _words(news, mail.person).items():
        setattr(mail, name, value)
    return True


def _mail(news: Notification, now: datetime) -> OutgoingMail:
    return OutgoingMail(
        person=news.person,
        topic=news.topic,
        news=news,
        kind=news.kind,
        to=news.person.email,
        sender=settings.DEFAULT_FROM_EMAIL,
        message_id=new_message_id(),
        created_at=now,
        next_attempt_at=now,
        **_words(news, news.person),
    )


def _words(news: Notification, person: User) -> dict[str, Any]:
    with translation.override(person.language):
        out = unsubscribe_url(person=person, reason=news.reason)
        context = {
            "notification": news,
            "reason": news.reason,
            "link": settings.BASE_URL + news.path if news.path else "",
            "settings_link": settings.BASE_URL + reverse("accounts:settings"),
            "unsubscribe_link": out,
            "language": person.language,
        }
        return {
            "subject": one_line(news.sentence),
            "text": render_to_string("emails/notifications/news.txt", context),
            "html": render_to_string("emails/notifications/news.html", context),
            "headers": unsubscribe_headers(out),
        }
