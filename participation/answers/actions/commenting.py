from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from ..models import AnswerComment
from ..reach import who_take_part
from ..telling import tell_of_comment

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from participation.accounts.models import User

    from ..models import AnswerDraft


@transaction.atomic
def comment(
    *, draft: AnswerDraft, by: User, text: str, mentioned: Collection[User] = (), now: datetime
) -> AnswerComment:
    """Decides nothing, and makes nobody's decision stale. Raises PermissionDenied for whom it is not to be read by."""
    numbers = {person.pk for person in mentioned}
    if who_take_part(draft).filter(pk__in=numbers).count() != len(numbers):
        raise PermissionDenied
    state = draft.current_workflow_task_state
    written = AnswerComment.objects.create(
        draft=draft, author=by, step=state.task.name if state else "", text=text, written_at=now
    )
    written.mentioned.set(mentioned)
    tell_of_comment(written, mentioned, now=now)
    return written
