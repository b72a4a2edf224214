"""The news of one event, for some people: a line on each person's page, and a mail as each of them wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils import translation

from .cadence import GATHERED, USUAL, next_digest, wishes_of
from .duties import is_of_duties
from .matters import NONE, Matter
from .models import Cadence, Notification, Reason
from .news import reason_for, write_mail

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime

    from django.utils.functional import Promise

    from participation.accounts.models import User
    from participation.topics.models import Topic


class Said(NamedTuple):
    """In one language."""

    sentence: str
    body: str
    path: str


def say(language: str, *, sentence: str | Promise, body: str | Promise, topic: Topic | None, path: str) -> Said:
    with translation.override(language):
        return Said(str(sentence)[:300], str(body), path or (topic.get_absolute_url() if topic else ""))


def tell(
    *,
    people: Collection[User],
    said: Callable[[str], Said],
    kind: str,
    topic: Topic | None,
    reason: Reason,
    matter: Matter = NONE,
    place: int | None = None,
    mail: bool = True,
    now: datetime,
) -> None:
    """`said(language)` is what it says. `people` are active, and each is named once."""
    wishes = wishes_of(people) if mail else {}
    at = place or (topic.municipality_id if topic else None)
    rows, at_once = [], []
    for person in people:
        why = reason_for(person, topic, reason)
        cadence = wishes.get((person.pk, why), USUAL[why]) if mail else Cadence.NEVER
        words = said(person.language)
        row = Notification(
            person=person,
            topic=topic,
            kind=kind,
            reason=why,
            matter=matter.name,
            matter_id=matter.pk,
            digest_at=next_digest(cadence, now) if cadence in GATHERED else None,
            created_at=now,
            municipality_id=at if is_of_duties(why, words.path) else None,
            **words._asdict(),
        )
        rows.append(row)
        if cadence == Cadence.AT_ONCE:
            at_once.append(row)
    Notification.objects.bulk_create(rows, batch_size=500)
    write_mail(at_once, now=now)
