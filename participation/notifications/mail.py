"""Everything that is mailed is first a row in the outbox, in the transaction that made it true."""

from __future__ import annotations

import base64
from email.mime.base import MIMEBase
from email.utils import formataddr, parseaddr
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from django.utils.html import strip_tags

from .models import OutgoingMail
from .stops.tokens import HEADER, envelope_of, token_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.core.mail import EmailMessage


def new_message_id() -> str:
    """Stays the same however often the mail is tried, so that a receiver can tell a repetition."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return f"<{uuid4().hex}@{host}>"


def one_line(text: str, *, limit: int = 200) -> str:
    """A subject: no line break can end a header."""
    return " ".join(text.split())[:limit]


def sent_by(name: str) -> str:
    """Our own address, under the name of whoever speaks."""
    return formataddr((one_line(name), parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))


def as_message(mail: OutgoingMail) -> EmailMultiAlternatives:
    sender = mail.sender or settings.DEFAULT_FROM_EMAIL
    own = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated", HEADER: token_of(mail.to)}
    message = EmailMultiAlternatives(
        subject=one_line(mail.subject),
        body=mail.text,
        from_email=envelope_of(mail.to) or sender,  # where it comes back to; what the receiver sees is "From"
        to=[mail.to],
        headers={**mail.headers, **own, "From": sender},
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    for part in mail.attachments:
        message.attach(part["name"], base64.b64decode(part["base64"]), part["type"])
    return message


class OutboxBackend(BaseEmailBackend):
    """Django's door to the outbox: sign-in codes and Wagtail's workflow mail take the same way.

    One row for each receiver, so that one address that is refused costs nobody else their mail.
    To and Cc still name all of them, as the writer meant; Bcc names nobody.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        now = timezone.now()
        rows = [_row(message, to, now) for message in email_messages for to in message.recipients()]
        OutgoingMail.objects.bulk_create(rows)
        return len(email_messages)


def _row(message: EmailMessage, to: str, now: datetime) -> OutgoingMail:
    text, html = _bodies(message)
    return OutgoingMail(
        to=parseaddr(str(to))[1],
        sender=str(message.from_email),
        subject=one_line(str(message.subject)),
        text=text,
        html=html,
        headers=_headers(message, str(to)),
        attachments=[_attachment(part) for part in message.attachments],
        message_id=new_message_id(),
        created_at=now,
        next_attempt_at=now,
    )


def _bodies(message: EmailMessage) -> tuple[str, str]:
    alternatives = getattr(message, "alternatives", [])
    html = next((str(part) for part, kind in alternatives if kind == "text/html"), "")
    if message.content_subtype == "html":
        return strip_tags(str(message.body)), str(message.body)
    return str(message.body), html


def _headers(message: EmailMessage, to: str) -> dict[str, str]:
    own = {"message-id", "auto-submitted", "date", "from"}  # ours, or made when it is sent
    headers = {name: str(value) for name, value in message.extra_headers.items() if name.lower() not in own}
    if message.reply_to:
        headers.setdefault("Reply-To", ", ".join(map(str, message.reply_to)))
    if message.cc:
        headers.setdefault("Cc", ", ".join(map(str, message.cc)))
    if message.to and [to] != [str(receiver) for receiver in message.to]:
        headers.setdefault("To", ", ".join(map(str, message.to)))
    return headers


def _attachment(part: Any) -> dict[str, str]:
    if isinstance(part, MIMEBase):
        name, content, kind = part.get_filename() or "", part.get_payload(decode=True), part.get_content_type()
    else:
        name, content, kind = part
    if isinstance(content, str):
        content = content.encode()
    if not isinstance(content, bytes):
        raise TypeError("A mail inside a mail cannot be kept in the outbox")
    return {
        "name": name or "",
        "type": kind or "application/octet-stream",
        "base64": base64.b64encode(content).decode(),
    }


class DemoBackend(BaseEmailBackend):
    """Sends nothing: `make demo` shows the outbox in the browser."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return len(email_messages)


def is_read_in_the_browser() -> bool:
    """Whether the outbox is where people read their mail, as in a demonstration."""
    transport: str = settings.MAIL_TRANSPORT  # type: ignore[misc]  # set from EMAIL_URL
    return transport == f"{DemoBackend.__module__}.{DemoBackend.__qualname__}"
