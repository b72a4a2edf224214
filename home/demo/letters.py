"""Newsletters of the demonstration: one that was sent to two invented subscribers, one that waits for a publisher."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from participation.newsletters import feeding, sending
from participation.newsletters.models import Letter
from participation.newsletters.subscribing import subscribe_person
from participation.notifications.models import OutgoingMail

from .story import BENCHES, MARK, PRESCHOOL

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from participation.accounts.models import User
    from participation.ideas.models import Idea
    from participation.places.models import Municipality


@dataclass(frozen=True)
class Words:
    """`card` is the title of the idea that it lifts forward, and `why` says why."""

    subject: str
    preview: str
    heading: str
    text: str
    card: str
    why: str


SENT = Words(
    "Demo: Rampen är byggd, och tre idéer har fått svar",
    "En invånares idé har blivit verklighet.",
    "Det här har hänt",
    f"<p>Nu når alla bryggan vid Sidsjön. Tre idéer har fått svar i år.</p><p>{MARK}</p>",
    PRESCHOOL.title,
    "Nu finns en prototyp att prova.",
)

DRAFT = Words(
    "Demo: Vad tycker du om bänkarna på Storgatan?",
    "Idén behöver fler som stöder den.",
    "Hjälp oss välja",
    f"<p>Sex bänkar med ryggstöd är föreslagna. Var ska de stå? Skriv i samtalet under idén.</p><p>{MARK}</p>",
    BENCHES.title,
    "Stöd den om du också vill kunna sätta dig.",
)

ROUNDS = 2  # it is handed over; then what became of the mails is written down, and it ends


def send_letters(*, place: Municipality, ideas: Mapping[str, Idea], people: Mapping[str, User], now: datetime) -> None:
    """Once. A municipality with a letter has those that visitors wrote, changed and kept."""
    if Letter.objects.filter(municipality=place).exists():
        return
    for name in ("medborgare", "granne"):
        subscribe_person(person=people[name], municipality=place, now=now - timedelta(days=30))
    sent = _write(SENT, place, ideas, people["redaktor"], now - timedelta(days=3))
    _send(sent, people["publicist"], now - timedelta(days=2))
    _write(DRAFT, place, ideas, people["redaktor"], now - timedelta(hours=3))


def _write(words: Words, place: Municipality, ideas: Mapping[str, Idea], by: User, at: datetime) -> Letter:
    card = {"address": ideas[words.card].topic.path, "words": words.why}
    body: list[dict[str, Any]] = [
        {"type": "text", "value": {"heading": words.heading, "text": words.text}},
        {"type": "card", "value": card},
    ]
    letter = Letter.objects.create(
        municipality=place, subject=words.subject, preview_text=words.preview, body=body, written_at=at
    )
    letter.refresh_from_db()
    sending.written(letter=letter, by=by, now=at)
    sending.hand_in(letter_id=letter.pk, by=by, now=at)
    letter.refresh_from_db()
    return letter


def _send(letter: Letter, by: User, at: datetime) -> None:
    """No mail goes out about what never happened: it is written down as gone, and the letter settles by itself."""
    sending.send(letter_id=letter.pk, by=by, words=letter.words, at=None, now=at)
    for _round in range(ROUNDS):
        feeding.refill(at)
        mails = OutgoingMail.objects.filter(newsletter_delivery__letter=letter)
        mails.update(status=OutgoingMail.Status.SENT, sent_at=at)
