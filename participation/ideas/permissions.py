"""Who may do what with an idea. Pure: they read the idea, its topic and the person's roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from participation.accounts.models import Role
from participation.accounts.permissions import has_role
from participation.topics.models import Topic

from .states import ANSWERABLE, CAN_BE_ADDED_TO, CAN_BE_ASSIGNED, EDITABLE, PUBLIC, WITHDRAWABLE, Status

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from participation.accounts.models import User

    from .models import Idea

    Person = User | AnonymousUser


def is_author(user: Person, idea: Idea) -> bool:
    return user.is_authenticated and user.is_active and user.pk == idea.topic.author_id


def is_hidden(idea: Idea) -> bool:
    """Taken out of sight by moderation while its status is a public one."""
    return idea.status in PUBLIC and idea.topic.visibility != Topic.Visibility.PUBLIC


def can_edit_draft(user: Person, idea: Idea) -> bool:
    return is_author(user, idea) and idea.status == Status.DRAFT


def can_delete_draft(user: Person, idea: Idea) -> bool:
    """What has a number was received by the municipality: it can be withdrawn, not deleted."""
    return can_edit_draft(user, idea) and not idea.reference


def can_edit(user: Person, idea: Idea) -> bool:
    """The published words, until somebody else supports them for the first time."""
    return _owns_what_is_shown(user, idea) and idea.status in EDITABLE and not idea.is_frozen


def can_add(user: Person, idea: Idea) -> bool:
    return _owns_what_is_shown(user, idea) and idea.status in CAN_BE_ADDED_TO


def can_withdraw(user: Person, idea: Idea) -> bool:
    return is_author(user, idea) and idea.status in WITHDRAWABLE and bool(idea.reference) and not is_hidden(idea)


def can_restore(user: Person, idea: Idea) -> bool:
    return is_author(user, idea) and idea.status == Status.WITHDRAWN


def can_moderate(user: Person, idea: Idea) -> bool:
    """Nobody reviews an idea of their own, and no member of staff touches a draft."""
    return _is_other(user, idea, Role.MODERATOR)


def can_see_hidden_picture(user: Person, idea: Idea) -> bool:
    return is_author(user, idea) or can_moderate(user, idea)


def can_answer(user: Person, idea: Idea) -> bool:
    return _is_other(user, idea, Role.CASE_OFFICER) and idea.status in ANSWERABLE


def can_assign(user: Person, idea: Idea) -> bool:
    return _is_other(user, idea, Role.CASE_OFFICER, Role.MODERATOR) and idea.status in CAN_BE_ASSIGNED


def can_merge(user: Person, idea: Idea) -> bool:
    """Asked of both ideas: nobody merges or parts an idea of their own."""
    return _is_other(user, idea, Role.MODERATOR, Role.CASE_OFFICER)


def _owns_what_is_shown(user: Person, idea: Idea) -> bool:
    return is_author(user, idea) and not is_hidden(idea)


def _is_other(user: Person, idea: Idea, *roles: str) -> bool:
    if idea.status == Status.DRAFT or is_author(user, idea):
        return False
    return has_role(user, idea.topic.municipality_id, *roles)
