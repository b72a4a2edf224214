"""Whom a new entry concerns: the one who was answered, and the one whose topic it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import translation
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from participation.notifications.actions import notify
from participation.notifications.models import Notification

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.functional import Promise

    from participation.accounts.models import User
    from participation.topics.models import Topic

    from .models import Comment

REPLY, ENTRY = "discussion_reply", "discussion_entry"


def tell_of_entry(entry: Comment, *, topic: Topic, answered: Comment | None, now: datetime) -> None:
    """Followers are not told: a lively thread would fill their letter boxes."""
    replied_to = answered.author if answered else None
    if replied_to is not None:
        _tell(replied_to, REPLY, _("Du har fått svar på ditt inlägg om ”{title}”"), entry, topic, now)
    if topic.author is not None and topic.author != replied_to:
        _tell(topic.author, ENTRY, _("Det finns ett nytt inlägg om ”{title}”"), entry, topic, now)


def _tell(person: User, kind: str, sentence: str | Promise, entry: Comment, topic: Topic, now: datetime) -> None:
    """One line and one mail until the person has been here to read: it leads to the first that is new to them.

    Neither holds the words, which may be hidden by then, or the writer's name, which may be gone.
    """
    if not person.is_active or entry.author == person:
        return
    if Notification.objects.filter(person=person, topic=topic, kind=kind, read_at__isnull=True).update(created_at=now):
        return
    with translation.override(person.language):
        path = reverse("discussion:permalink", args=[entry.pk])
    notify(
        people=[person],
        kind=kind,
        sentence=format_lazy(sentence, title=topic.title),
        topic=topic,
        path=path,
        actor=entry.author,
        now=now,
    )
