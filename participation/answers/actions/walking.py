from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from participation.core.between import CameBetween

from ..deserted import tell_where_it_waits, waiting
from ..telling import tell_of_approval, tell_of_return, tell_of_step, tell_of_taking_back
from .drafting import check_seen, latest_words, locked_draft
from .publishing import check_can_be_answered, check_filled

if TYPE_CHECKING:
    from datetime import datetime

    from wagtail.models import WorkflowState

    from participation.accounts.models import User

    from ..models import AnswerDraft


@transaction.atomic
def decide(*, draft: AnswerDraft, by: User, approves: bool, comment: str, seen: str, now: datetime) -> AnswerDraft:
    """One step of the workflow: on to the next, or back to whoever writes. The last approval publishes.

    Raises CameBetween, CannotBeAnswered, and PermissionDenied for whoever may not decide on this step.
    """
    fresh = locked_draft(draft.topic)
    check_seen(fresh, seen, reader=by)
    state = fresh.current_workflow_task_state if fresh else None
    if fresh is None or state is None:
        raise CameBetween(_("Svaret väntar inte på godkännande."))
    action = "approve" if approves else "reject"
    task = state.task.specific
    if action not in {name for name, _label, _modal in task.get_actions(fresh, by)}:
        raise PermissionDenied
    if approves:
        check_can_be_answered(fresh.topic)
        check_filled(latest_words(fresh))
    running = state.workflow_state
    task.on_action(state, by, action, comment=comment)
    fresh.refresh_from_db()
    _tell(fresh, running, approves=approves, comment=comment, by=by, now=now)
    return fresh


def _tell(draft: AnswerDraft, running: WorkflowState, *, approves: bool, comment: str, by: User, now: datetime) -> None:
    if not approves:
        tell_of_return(draft, running, comment=comment, by=by, now=now)
    elif draft.workflow_in_progress:
        tell_of_step(draft, by=by, now=now)
        tell_where_it_waits(waiting().filter(revision=draft.latest_revision_id), now=now)
    else:
        tell_of_approval(draft, running, by=by, now=now)


@transaction.atomic
def take_back(*, draft: AnswerDraft, by: User, seen: str, now: datetime) -> None:
    """The one who writes wants to change something: nobody decides on it meanwhile."""
    fresh = locked_draft(draft.topic)
    check_seen(fresh, seen, reader=by)
    state = fresh.current_workflow_state if fresh else None
    if fresh is None or state is None:
        raise CameBetween(_("Svaret väntar inte på godkännande."))
    step = fresh.current_workflow_task_state
    state.cancel(user=by)
    if step is not None:
        tell_of_taking_back(fresh, step, by=by, now=now)
