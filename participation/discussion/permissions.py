"""Who may do what in a thread. None of these queries, once the person's roles are read, but for one who is paused."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from participation.accounts.pausing import why_paused
from participation.accounts.permissions import has_role

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser

    from participation.accounts.models import User
    from participation.topics.models import Topic

    from .models import Comment

    Anyone = User | AnonymousUser

EDIT_FOR = timedelta(minutes=10)


def is_open(topic: Topic) -> bool:
    return topic.is_public and topic.can_discuss


def can_post(user: Anyone, topic: Topic) -> tuple[bool, str]:
    """Whether `user` may write in the thread of `topic`, which the caller has found `visible_to(user)`."""
    if not is_open(topic):
        return False, _("Samtalet är stängt. Det som är skrivet går att läsa.")
    if not user.is_authenticated or not user.is_active:
        return False, _("Logga in för att skriva.")
    if paused := why_paused(user, topic.municipality_id):
        return False, paused
    return True, ""


def can_reply(user: Anyone, entry: Comment) -> tuple[bool, str]:
    if not entry.is_shown:
        return False, _("Inlägget är borttaget och går inte att svara på.")
    return can_post(user, entry.topic)


def can_write_as_municipality(user: Anyone, topic: Topic) -> bool:
    """Any member of staff of the topic's municipality; nobody else can look official."""
    return has_role(user, topic.municipality_id)


def can_edit(user: Anyone, entry: Comment, *, now: datetime) -> bool:
    still = is_own(user, entry) and entry.is_shown and is_open(entry.topic) and now < entry.posted_at + EDIT_FOR
    return still and not why_paused(user, entry.topic.municipality_id, now)


def can_delete(user: Anyone, entry: Comment) -> bool:
    """One's own words can always be taken back, also where the conversation is closed."""
    return is_own(user, entry) and (entry.is_shown or entry.is_held)


def can_appreciate(user: Anyone, entry: Comment) -> tuple[bool, str]:
    if is_own(user, entry):
        return False, _("Det är ditt eget inlägg.")
    if not entry.is_shown or not is_open(entry.topic):
        return can_reply(user, entry)
    if not user.is_authenticated or not user.is_active:
        return False, _("Logga in för att skriva.")
    return True, ""


def can_moderate(user: Anyone, topic: Topic) -> bool:
    return has_role(user, topic.municipality_id, "moderator")


def is_own(user: Anyone, entry: Comment) -> bool:
    return entry.author_id == user.pk and user.is_authenticated and user.is_active
