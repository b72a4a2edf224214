from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from participation.accounts.models import Role
from participation.accounts.permissions import has_role, is_administrator, municipalities_of
from participation.topics.models import Topic

from .owners import roles_beside_moderators

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from participation.accounts.models import User
    from participation.discussion.models import Comment

    from .models import Appeal, Decision

    Anyone = User | AnonymousUser


def can_flag_entry(user: Anyone, entry: Comment) -> tuple[bool, str]:
    """Anybody, signed in or not: whoever is hurt by a text need not open an account to say so."""
    if not entry.is_shown:
        return False, _("Inlägget visas inte längre.")
    if user.is_authenticated and entry.author_id == user.pk:
        return False, _("Det är ditt eget inlägg. Du kan ta bort det.")
    return True, ""


def can_flag_topic(user: Anyone, topic: Topic) -> tuple[bool, str]:
    if not topic.is_public and topic.kind not in Topic.ANCHORS:
        return False, _("Sidan visas inte för andra.")
    if user.is_authenticated and topic.author_id == user.pk:
        return False, _("Det är din egen text. Du kan dra tillbaka den.")
    return True, ""


def is_citizens(topic: Topic) -> bool:
    """What citizens write can be hidden here; what staff write is a page with an editor."""
    return topic.kind == Topic.Kind.IDEA or topic.kind in Topic.ANCHORS


def can_decide(user: Anyone, topic: Topic, entry: Comment | None = None) -> bool:
    """Nobody decides on words of their own."""
    author_id = entry.author_id if entry else topic.author_id
    beside = () if entry else roles_beside_moderators().get(topic.kind, ())
    return user.pk != author_id and has_role(user, topic.municipality_id, Role.MODERATOR, *beside)


def can_decide_somewhere(user: Anyone) -> bool:
    """Publishers decide appeals: the municipality may have one moderator only."""
    if not user.is_authenticated or not user.is_active:
        return False
    return is_administrator(user) or bool(municipalities_of(user, Role.MODERATOR, Role.PUBLISHER))


def can_be_paused(person: User, municipality: int) -> bool:
    """Whoever is staff there is their employer's matter. Reads the person's roles."""
    return not has_role(person, municipality)


def can_appeal(user: Anyone, decision: Decision) -> bool:
    """Whether the decision is theirs to appeal; once only, which the table keeps."""
    mine = user.is_authenticated and user.is_active and decision.concerns_id == user.pk
    return mine and decision.may_be_appealed


def can_decide_appeal(user: Anyone, appeal: Appeal) -> bool:
    """Somebody else than the one who decided, and than the one who appeals."""
    decision = appeal.decision
    if user.pk is None or user.pk in (appeal.first_decided_by_id, decision.decided_by_id, decision.concerns_id):
        return False
    return has_role(user, decision.municipality_id, Role.MODERATOR, Role.PUBLISHER)
