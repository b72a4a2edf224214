"""Whom a new entry concerns: the one who was answered, and the one whose topic it is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from participation.notifications.actions import notify
from participation.notifications.matters import Matter
from participation.notifications.models import Notification, Reason
from participation.notifications.reading import read_here
from participation.topics.words_elsewhere import title_told

from .models import Comment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.utils.functional import Promise

    from participation.accounts.models import User
    from participation.topics.models import Topic

REPLY, ENTRY = "discussion_reply", "discussion_entry"
MATTER = "entry"
QUIET = timedelta(days=1)


def tell_of_entry(entry: Comment, *, topic: Topic, answered: Comment | None, now: datetime) -> None:
    """Followers are not told: a lively thread would fill their letter boxes."""
    replied_to = answered.author if answered else None
    if replied_to is not None:
        _tell(replied_to, REPLY, _("Du har fått svar på ditt inlägg om ”{title}”"), entry, topic, now)
    if topic.author is not None and topic.author != replied_to:
        _tell(topic.author, ENTRY, _("Det finns ett nytt inlägg om ”{title}”"), entry, topic, now)


def _tell(person: User, kind: str, sentence: str | Promise, entry: Comment, topic: Topic, now: datetime) -> None:
    """One line until the person has been here to read, which leads to the first that is new to them.

    What comes meanwhile is told again, by mail too, when a day has gone or the last digest has: nobody is mailed for
    each entry, and nobody who did not come goes without news for good. No news hold the words, which may be hidden by
    then, or the writer's name, which may be gone.
    """
    if not person.is_active or entry.author == person:
        return
    unread = Notification.objects.to(person).unread().filter(topic=topic, kind=kind)
    rows = list(unread.order_by("created_at", "pk"))
    if any(row.created_at > now - QUIET and row.digest_id is None for row in rows):
        return
    unread.update(read_at=now)  # the new line takes their place
    first = rows[0] if rows else None
    notify(
        people=[person],
        kind=kind,
        reason=Reason.REPLIES if kind == REPLY else Reason.OTHER,
        sentence=format_lazy(sentence, title=title_told(topic)),
        topic=topic,
        matter=Matter(MATTER, first.matter_id if first else entry.pk),
        path=first.path if first else _permalink(entry, person),
        actor=entry.author,
        now=now,
    )


def read_with_thread(request: HttpRequest, thread: Mapping[str, Any] | None = None, *, path: str = "") -> None:
    """The page at `path`, where there is one, and the entries on it, which are news no more."""
    read_here(request, path=path, matter=MATTER, shown=thread["shown"] if thread else ())


def lead_on(entry: Comment) -> None:
    """It is shown no more: whoever has not read of it is led to the next that concerns them, where there is one."""
    unread = Notification.objects.filter(matter=MATTER, matter_id=entry.pk, read_at__isnull=True)
    for news in unread.select_related("person"):
        following = _later(entry, news).order_by("pk").first()
        if following is not None:
            news.matter_id, news.path = following.pk, _permalink(following, news.person)
            news.save(update_fields=["matter_id", "path"])


def _later(entry: Comment, news: Notification) -> QuerySet[Comment]:
    later = Comment.objects.shown().filter(topic=entry.topic_id, pk__gt=entry.pk).exclude(author=news.person_id)
    if news.kind != REPLY:
        return later
    own = Comment.objects.filter(topic=entry.topic_id, author=news.person_id).values("pk")
    below = Q(answers__isnull=True, root__isnull=False, parent_id__in=own)
    return later.filter(Q(answers__in=own) | below)


def _permalink(entry: Comment, reader: User) -> str:
    with translation.override(reader.language):
        return reverse("discussion:permalink", args=[entry.pk])
