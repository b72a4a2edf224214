"""Who may do what with an answer. Nobody answers, or approves an answer to, what they wrote themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from participation.accounts.models import Role, User
from participation.accounts.permissions import has_role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet
    from wagtail.models import Task

    from participation.topics.models import Topic

    from .models import AnswerDraft

    Person = User | AnonymousUser


def can_draft(user: Person, topic: Topic) -> bool:
    return has_role(user, topic.municipality_id, Role.CASE_OFFICER) and not is_author(user, topic)


def can_take_away(user: Person, topic: Topic) -> bool:
    """What should never have been public. Nothing new is said by it, so no workflow is asked."""
    return has_role(user, topic.municipality_id, Role.CASE_OFFICER, Role.PUBLISHER) and not is_author(user, topic)


def can_delete_for_good(user: Person, topic: Topic) -> bool:
    return has_role(user, topic.municipality_id, Role.PUBLISHER) and not is_author(user, topic)


def is_author(user: Person, topic: Topic) -> bool:
    return user.is_authenticated and user.pk == topic.author_id


def may_approve_words(user: User, draft: AnswerDraft) -> bool:
    """Besides being in the group of the step: not whoever wrote any of the words, nor what is answered."""
    return not is_author(user, draft.topic) and user.pk not in writers_of(draft)


def writers_of(draft: AnswerDraft) -> set[int]:
    """Whoever wrote since it was last published, not only the last of them: a comma of a colleague makes the text no
    less one's own."""
    unread = Q(pk__gt=draft.live_revision_id or 0) | Q(pk=draft.latest_revision_id)
    return set(draft.revisions.filter(unread, user__isnull=False).values_list("user", flat=True))


def who_may_approve(task: Task, draft: AnswerDraft) -> QuerySet[User]:
    """The same, asked the other way round, of a step that names groups."""
    people = User.objects.filter(groups__in=task.groups.all(), is_active=True)
    return people.exclude(pk__in={*writers_of(draft), draft.topic.author_id or 0}).distinct()
