"""To tell very many: some in the transaction that made it true, all others by the worker.

What is left is one `Announcement`. The worker tells the next batch and writes down how far it came in one transaction,
in the order of the people's numbers: a worker that is killed has told either all of a batch or nobody, and another goes
on. Who stops following meanwhile is not told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from participation.topics.continuing import where_it_goes_on
from participation.topics.models import Topic

from .audiences import audience
from .matters import NONE, Matter
from .models import Announcement, Reason
from .telling import Said, say, tell

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.utils.functional import Promise

    from participation.accounts.models import User

AT_A_TIME = 200


@transaction.atomic
def notify_many(
    *,
    people: str,
    about: Iterable[int],
    kind: str,
    sentence: str | Promise,
    body: str | Promise = "",
    topic: Topic | None = None,
    path: str = "",
    actor: User | None = None,
    reason: Reason = Reason.FOLLOWED,
    matter: Matter = NONE,
    now: datetime | None = None,
) -> int:
    """`notify` for an audience of any size: `people` names it, `about` are the numbers it is asked with.

    Returns how many were told already: all of them, if they are fewer than AT_A_TIME.
    """
    now = now or timezone.now()
    languages = [language for language, _name in settings.LANGUAGES]
    said = {one: say(one, sentence=sentence, body=body, topic=topic, path=path) for one in languages}
    announcement = Announcement(
        people=people,
        about=list(about),
        kind=kind,
        reason=reason,
        topic=topic,
        actor=actor,
        said=said,
        matter=matter.name,
        matter_id=matter.pk,
        created_at=now,
    )
    told, is_last = _tell_next(announcement, topic)
    if not is_last:
        announcement.save()
    return told


def tell_on() -> int:
    """The worker's next batch. Returns how many were looked at."""
    if not Announcement.objects.exists():
        return 0  # without taking the write lock
    with transaction.atomic():
        waiting = Announcement.objects.order_by("pk")
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True, of=("self",))
        announcement = waiting.first()
        if announcement is None:
            return 0
        told, is_last = _tell_next(announcement, _topic_of(announcement))
        if is_last:
            announcement.delete()
        else:
            announcement.save(update_fields=["told_until"])
    return told


def _topic_of(announcement: Announcement) -> Topic | None:
    """Had it been merged with another meanwhile, what was told of it moved there."""
    if announcement.topic_id is None:
        return None
    return Topic.objects.get(pk=where_it_goes_on(announcement.topic_id) or announcement.topic_id)


def _tell_next(announcement: Announcement, topic: Topic | None) -> tuple[int, bool]:
    """How many were told, and whether they were the last."""
    everybody = audience(announcement.people, announcement.about).exclude(pk=announcement.actor_id or 0)
    batch = list(everybody.filter(pk__gt=announcement.told_until).order_by("pk")[:AT_A_TIME])
    if batch:
        announcement.told_until = batch[-1].pk
        said: dict[str, Any] = announcement.said
        tell(
            people=batch,
            said=lambda language: Said(*said.get(language, said[settings.LANGUAGE_CODE])),
            kind=announcement.kind,
            topic=topic,
            reason=Reason(announcement.reason),
            matter=Matter(announcement.matter, announcement.matter_id),
            now=announcement.created_at,
        )
    return len(batch), len(batch) < AT_A_TIME
