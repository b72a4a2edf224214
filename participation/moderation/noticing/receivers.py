from __future__ import annotations

from typing import TYPE_CHECKING, Any

from participation.discussion.models import Comment
from participation.discussion.signals import entry_written

from .looking import look, raise_noticed

if TYPE_CHECKING:
    from datetime import datetime


def look_at_entry(entry: Comment, now: datetime, **_more: Any) -> None:
    """What staff say for the municipality is not looked at."""
    if entry.department_id is not None:
        return
    what: dict[str, Any] = {"topic": entry.topic, "author": entry.author, "entry": entry, "now": now}
    if raise_noticed(look(text=entry.comment, **what), **what):
        entry.removal, entry.removed_at = Comment.Removal.HELD, now


def connect() -> None:
    entry_written.connect(look_at_entry, dispatch_uid="moderation.look_at_entry")
