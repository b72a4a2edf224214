from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db import IntegrityError, transaction

from participation.attachments import actions as attachments
from participation.topics.models import Topic

from ..models import Idea
from ..states import InvalidTransition, Status
from .steps import keep_topic_true, locked, write_event

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from participation.accounts.models import User
    from participation.places.models import Municipality
    from participation.topics.models import Category

OWN_FIELDS = frozenset({"title", "text", "place", "lat", "lon"})
TOPIC_FIELDS = frozenset({"category", "about"})


def start_draft(
    *,
    author: User,
    municipality: Municipality,
    title: str,
    now: datetime,
    text: str = "",
    category: Category | None = None,
    about: Topic | None = None,
    place: str = "",
    lat: float | None = None,
    lon: float | None = None,
    key: UUID | None = None,
) -> Idea:
    """Nobody but the author sees a draft, in any list, search or mail.

    With a `key`, the same words sent twice are one draft, in parallel too. A page that came back from the browser's
    history with its title or its text changed changes that draft; one that says something else is another draft,
    whatever key it still carries.
    """
    topic = Topic(
        municipality=municipality, kind=Topic.Kind.IDEA, title=title, author=author, category=category, about=about
    )
    idea = Idea(key=key or uuid4(), topic=topic, title=title, text=text, place=place, lat=lat, lon=lon)
    if first := _with_the_key(idea):
        if _says_the_same(first, idea):
            return first
        if _is_mended(first, idea):
            mended = {"title": title, "text": text, "category": category, "about": about}
            return save_draft(idea=first, now=now, **mended)
        idea.key = uuid4()
    try:
        return _store(idea, now=now)
    except IntegrityError:
        first = _with_the_key(idea)
        if first is None or not _says_the_same(first, idea):
            raise
        return first


@transaction.atomic
def _store(idea: Idea, *, now: datetime) -> Idea:
    idea.status_since = now
    idea.topic.save(force_insert=True)
    idea.save(force_insert=True)
    author = idea.topic.author
    write_event(idea, at=now, by=author, is_public=False)
    keep_topic_true(idea, before=idea.status, now=now)
    return idea


def _with_the_key(idea: Idea) -> Idea | None:
    return Idea.objects.select_related("topic").filter(key=idea.key).first()


def _says_the_same(first: Idea, idea: Idea) -> bool:
    said = (idea.topic.author_id, idea.topic.municipality_id, idea.title, idea.text)
    return (first.topic.author_id, first.topic.municipality_id, first.title, first.text) == said


def _is_mended(first: Idea, idea: Idea) -> bool:
    own = (first.topic.author_id, first.topic.municipality_id) == (idea.topic.author_id, idea.topic.municipality_id)
    return own and first.is_draft and (first.title == idea.title or first.text == idea.text)


@transaction.atomic
def save_draft(*, idea: Idea, now: datetime, **fields: Any) -> Idea:
    """Only what is named changes: title, text, place, lat, lon, category, about."""
    idea = locked(idea)
    if idea.status != Status.DRAFT:
        raise InvalidTransition(idea.status, Status.DRAFT)
    if unknown := fields.keys() - OWN_FIELDS - TOPIC_FIELDS:
        raise TypeError(f"a draft has no {', '.join(sorted(unknown))}")
    for name in fields.keys() & OWN_FIELDS:
        setattr(idea, name, fields[name])
    for name in fields.keys() & TOPIC_FIELDS:
        setattr(idea.topic, name, fields[name])
    idea.save()
    idea.topic.save(update_fields=["category", "about"])
    keep_topic_true(idea, before=idea.status, now=now)
    return idea


@transaction.atomic
def delete_draft(*, idea: Idea) -> None:
    """Raises InvalidTransition for what the municipality has received: that is withdrawn, not deleted."""
    idea = locked(idea)
    if idea.status != Status.DRAFT or idea.reference:
        raise InvalidTransition(idea.status, "")
    topic = idea.topic
    for attachment in idea.attachments.all():
        attachments.delete(attachment=attachment)
    idea.delete()
    topic.delete()
