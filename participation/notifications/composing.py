"""Mails that are written when they are sent, of what is true and may be seen then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import news

if TYPE_CHECKING:
    from collections.abc import Callable

    from .models import OutgoingMail

WRITTEN = ("subject", "text", "html", "headers")
_writers: dict[str, Callable[[OutgoingMail], bool]] = {}


def register(kind: str, write: Callable[[OutgoingMail], bool]) -> None:
    """`write(mail)` fills in subject, text, html and headers of a mail of this kind, or answers that it must not go.

    Called before every attempt, by the worker that holds the mail; it must bear being called again.
    """
    _writers[kind] = write


def compose(mail: OutgoingMail) -> bool:
    """Whether there is something to send. What was written is kept, to answer "I got nothing"."""
    write = news.write_again if mail.news_id else _writers.get(mail.kind)
    if write is None:
        return True
    before = _words(mail)
    if not write(mail):
        return False
    if _words(mail) != before:
        mail.save(update_fields=WRITTEN)
    return True


def _words(mail: OutgoingMail) -> list[object]:
    return [getattr(mail, name) for name in WRITTEN]
