"""Everything that is mailed is first a row in the outbox, in the transaction that made it true."""

from __future__ import annotations

from email.utils import parseaddr
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils import timezone, translation

from .models import OutgoingMail

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from django.core.mail import EmailMessage

    from .models import Notification


def new_message_id() -> str:
    """Stays the same however often the mail is tried, so that a receiver can tell a repetition."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return f"<{uuid4().hex}@{host}>"


def write_mail(notifications: Iterable[Notification], *, now: datetime) -> None:
    """Put one mail for each notification in the outbox, in the person's language."""
    rows = []
    for notification in notifications:
        person = notification.person
        with translation.override(person.language):
            context = {
                "notification": notification,
                "link": settings.BASE_URL + notification.path if notification.path else "",
                "settings_link": settings.BASE_URL + "/mina/installningar/",
            }
            rows.append(
                OutgoingMail(
                    person=person,
                    topic=notification.topic,
                    kind=notification.kind,
                    to=person.email,
                    sender=settings.DEFAULT_FROM_EMAIL,
                    subject=one_line(notification.sentence),
                    text=render_to_string("emails/notifications/news.txt", context),
                    html=render_to_string("emails/notifications/news.html", context),
                    message_id=new_message_id(),
                    created_at=now,
                    next_attempt_at=now,
                )
            )
    OutgoingMail.objects.bulk_create(rows, batch_size=500)


def one_line(text: str, *, limit: int = 200) -> str:
    """A subject: no line break can end a header."""
    return " ".join(text.split())[:limit]


def as_message(mail: OutgoingMail) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=one_line(mail.subject),
        body=mail.text,
        from_email=mail.sender or settings.DEFAULT_FROM_EMAIL,
        to=[mail.to],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated", **mail.headers},
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


class OutboxBackend(BaseEmailBackend):
    """Django's door to the outbox: sign-in codes and Wagtail's workflow mail take the same way."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        now = timezone.now()
        rows = [self._row(message, to, now) for message in email_messages for to in message.recipients()]
        OutgoingMail.objects.bulk_create(rows)
        return len(email_messages)

    def _row(self, message: EmailMessage, to: str, now: datetime) -> OutgoingMail:
        alternatives = getattr(message, "alternatives", [])
        html = next((str(part) for part, kind in alternatives if kind == "text/html"), "")
        return OutgoingMail(
            to=parseaddr(to)[1],
            sender=message.from_email,
            subject=one_line(str(message.subject)),
            text=str(message.body),
            html=html,
            message_id=new_message_id(),
            created_at=now,
            next_attempt_at=now,
        )


class DemoBackend(BaseEmailBackend):
    """Sends nothing: `make demo` shows the outbox in the browser."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return len(email_messages)
