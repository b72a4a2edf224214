from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from participation.accounts.models import Role
from participation.accounts.permissions import has_role, is_administrator, municipalities_of
from participation.topics.models import Topic

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from participation.accounts.models import User
    from participation.discussion.models import Comment

    Anyone = User | AnonymousUser


def can_flag_entry(user: Anyone, entry: Comment) -> tuple[bool, str]:
    """Anybody, signed in or not: whoever is hurt by a text need not open an account to say so."""
    if not entry.is_shown:
        return False, _("Inlägget visas inte längre.")
    if user.is_authenticated and entry.author_id == user.pk:
        return False, _("Det är ditt eget inlägg. Du kan ta bort det.")
    return True, ""


def can_flag_topic(user: Anyone, topic: Topic) -> tuple[bool, str]:
    if not topic.is_public:
        return False, _("Sidan visas inte för andra.")
    if user.is_authenticated and topic.author_id == user.pk:
        return False, _("Det är din egen text. Du kan dra tillbaka den.")
    return True, ""


def is_citizens(topic: Topic) -> bool:
    """What citizens write can be hidden here; what staff write is a page with an editor."""
    return topic.kind == Topic.Kind.IDEA


def can_decide(user: Anyone, topic: Topic, entry: Comment | None = None) -> bool:
    """Nobody decides on words of their own."""
    author_id = entry.author_id if entry else topic.author_id
    return user.pk != author_id and has_role(user, topic.municipality_id, Role.MODERATOR)


def can_decide_somewhere(user: Anyone) -> bool:
    if not user.is_authenticated or not user.is_active:
        return False
    return is_administrator(user) or bool(municipalities_of(user, Role.MODERATOR))
