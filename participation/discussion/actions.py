"""All that changes a thread. Each action locks the topic first, so that none waits for another in a circle."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import F

from participation.accounts.pausing import check_not_paused
from participation.topics.models import Topic

from .errors import DiscussionClosed, EntryGone, NotYours, TooFast
from .models import Appreciation, Comment, EntryWords
from .permissions import can_delete, can_edit, is_open
from .signals import entry_written
from .telling import lead_on, tell_of_entry

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User
    from participation.places.models import Department

DEEPEST = settings.COMMENTS_XTD_MAX_THREAD_LEVEL
MOST_ENTRIES, IN_TIME = 10, timedelta(minutes=10)


@transaction.atomic
def post(
    *,
    topic: Topic,
    author: User,
    text: str,
    now: datetime,
    answering: Comment | None = None,
    department: Department | None = None,
) -> Comment:
    """Write an entry, or an answer to `answering`. The same words sent twice become one entry.

    Whether `author` may speak as `department` is the form's question.
    Raises DiscussionClosed, EntryGone, TooFast, Paused.
    """
    locked = _lock(topic)
    check_not_paused(author, locked.municipality_id, now)
    if not is_open(locked):
        raise DiscussionClosed
    if answering is not None:
        answering = _still_there(answering, locked)
    if earlier := _same_again(locked, author, text, answering, now):
        return earlier
    if department is None and _too_fast(author, now):
        raise TooFast
    entry = write(topic=locked, author=author, text=text, answering=answering, department=department, posted_at=now)
    entry_written.send_robust(sender=Comment, entry=entry, now=now)
    if entry.is_shown:
        _bring_out(entry, topic=locked, answered=answering, now=now)
    return entry


@transaction.atomic
def write(
    *,
    topic: Topic,
    text: str,
    posted_at: datetime,
    author: User | None = None,
    name: str = "",
    answering: Comment | None = None,
    department: Department | None = None,
) -> Comment:
    """Store an entry and count it, without asking and telling anybody (an import brings old ones).

    `name` is for those who have no account here. An answer to the third level hangs beside what it answers.
    """
    parent_id, answers = _place_of(answering)
    entry = Comment(
        topic=topic,
        author=author,
        user_name=name[:50],
        comment=text,
        department=department,
        parent_id=parent_id,
        answers=answers,
        posted_at=posted_at,
    )
    entry.save()
    Topic.objects.filter(pk=topic.pk).update(comments=F("comments") + 1)
    return entry


@transaction.atomic
def edit(*, entry: Comment, person: User, text: str, now: datetime) -> Comment:
    """Returns it as it stands then: it may wait for a moderator. Raises NotYours when the ten minutes are over."""
    _lock_where_it_hangs(entry)
    current = Comment.objects.select_related("topic__municipality", "author").get(pk=entry.pk)
    if not can_edit(person, current, now=now):
        raise NotYours
    if current.comment != text:
        Comment.objects.filter(pk=entry.pk).update(edited_at=now, comment=text)
        current.comment = text
        EntryWords.objects.keep([EntryWords.of(current)])
        entry_written.send_robust(sender=Comment, entry=current, now=now)
    return current


@transaction.atomic
def delete(*, entry: Comment, person: User, now: datetime) -> None:
    """Leaves a tombstone. The words stay in the row, unread, until the municipality's retention removes them."""
    if not can_delete(person, entry):
        raise NotYours
    _remove(entry, Comment.Removal.AUTHOR, "", now)


@transaction.atomic
def hide(*, entry: Comment, reason: str, now: datetime) -> bool:
    """A moderator's decision (moderation/actions.py keeps it). Returns whether it was shown until now."""
    return _remove(entry, Comment.Removal.MODERATOR, reason, now)


@transaction.atomic
def hold(*, entry: Comment, now: datetime) -> bool:
    """Not shown until a moderator has read it, where the municipality wants that of what a signal says."""
    return _remove(entry, Comment.Removal.HELD, "", now)


@transaction.atomic
def restore(*, entry: Comment, now: datetime) -> bool:
    """Show what a moderator hid, or what was held; what its author took away stays away.

    One that was held from the beginning is new to all now: those it concerns are told.
    """
    topic = _lock_where_it_hangs(entry)
    unseen = Comment.objects.filter(pk=entry.pk, removal=Comment.Removal.HELD, removed_at=F("posted_at")).exists()
    hidden = Comment.objects.filter(pk=entry.pk, removal__in=[Comment.Removal.MODERATOR, Comment.Removal.HELD])
    changed = hidden.update(removed_at=None, removal="", removal_reason="")
    _recount(entry, +1 if changed else 0)
    if unseen:
        current = Comment.objects.with_people().select_related("answers").get(pk=entry.pk)
        _bring_out(current, topic=topic, answered=_answered_by(current), now=now)
    return bool(changed)


@transaction.atomic
def appreciate(*, entry: Comment, person: User, now: datetime) -> bool:
    """Returns whether it was new. Raises DiscussionClosed or EntryGone."""
    locked = _lock_where_it_hangs(entry)
    if not is_open(locked):
        raise DiscussionClosed
    _still_there(entry, locked)
    _row, created = Appreciation.objects.get_or_create(entry=entry, person=person, defaults={"created_at": now})
    if created:
        Comment.objects.filter(pk=entry.pk).update(appreciations=F("appreciations") + 1)
    return created


@transaction.atomic
def unappreciate(*, entry: Comment, person: User) -> bool:
    _lock_where_it_hangs(entry)
    removed, _rows = Appreciation.objects.filter(entry=entry, person=person).delete()
    if removed:
        Comment.objects.filter(pk=entry.pk).update(appreciations=F("appreciations") - 1)
    return bool(removed)


def _bring_out(entry: Comment, *, topic: Topic, answered: Comment | None, now: datetime) -> None:
    Topic.objects.filter(pk=topic.pk).update(last_activity_at=now)
    tell_of_entry(entry, topic=topic, answered=answered, now=now)


def _answered_by(entry: Comment) -> Comment | None:
    if entry.root_id is None:
        return None
    return entry.answers or Comment.objects.with_people().filter(pk=entry.parent_id).first()


def _lock(topic: Topic) -> Topic:
    return Topic.objects.select_for_update(no_key=True).get(pk=topic.pk)


def _lock_where_it_hangs(entry: Comment) -> Topic:
    """Staff may have merged two ideas since `entry` was read: its thread hangs on another topic then."""
    locked = _lock(entry.topic)
    now_on: int = Comment.objects.values_list("topic_id", flat=True).get(pk=entry.pk)
    if now_on != locked.pk:
        locked = entry.topic = _lock(Topic(pk=now_on))
    return locked


def _still_there(entry: Comment, topic: Topic) -> Comment:
    """The entry as it is now that its topic is locked. An entry of another topic is not there."""
    current = Comment.objects.shown().filter(pk=entry.pk, topic=topic).with_people().first()
    if current is None:
        raise EntryGone
    return current


def _same_again(topic: Topic, author: User, text: str, answering: Comment | None, now: datetime) -> Comment | None:
    """A form sent twice: a slow network, the back button."""
    mine = Comment.objects.filter(author=author, topic=topic, posted_at__gt=now - IN_TIME, comment=text)
    recent = mine.filter(removal__in=["", Comment.Removal.HELD])
    if answering is None:
        return recent.roots().first()
    parent_id, answers = _place_of(answering)
    return recent.filter(root__isnull=False, parent_id=parent_id, answers=answers).first()


def _place_of(answering: Comment | None) -> tuple[int, Comment | None]:
    """The parent of an answer, and whom it answers where that is not its parent."""
    if answering is None:
        return 0, None
    if answering.level >= DEEPEST:
        return answering.parent_id, answering
    return answering.pk, None


def _too_fast(author: User, now: datetime) -> bool:
    return Comment.objects.filter(author=author, posted_at__gt=now - IN_TIME).count() >= MOST_ENTRIES


def _remove(entry: Comment, by: str, reason: str, now: datetime) -> bool:
    _lock_where_it_hangs(entry)
    rows = Comment.objects.filter(pk=entry.pk)
    said = {"removed_at": now, "removal": by, "removal_reason": reason[:300]}
    if changed := rows.filter(removed_at__isnull=True).update(**said):
        _recount(entry, -1)
    elif by != Comment.Removal.HELD:  # what is held is not counted, and may be taken away like what is shown
        changed = rows.filter(removal=Comment.Removal.HELD).update(**said)
    if changed:
        lead_on(entry)
    return bool(changed)


def _recount(entry: Comment, by: int) -> None:
    """The topic counts what is shown; the library's own mark follows."""
    if by:
        Topic.objects.filter(pk=entry.topic_id).update(comments=F("comments") + by)
        Comment.objects.filter(pk=entry.pk).update(is_removed=by < 0)
