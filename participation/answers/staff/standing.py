"""Where an answer stands, as a shape and a word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from ..subjects import subject_of

if TYPE_CHECKING:
    from datetime import date

    from ..models import AnswerDraft


@dataclass(frozen=True)
class Standing:
    key: str
    shape: str
    word: str
    date: str = ""


def standing_of(draft: AnswerDraft, *, today: date) -> Standing:
    state = draft.current_workflow_state
    rests: bool = draft.rests  # type: ignore[attr-defined]  # annotated by `drafts_for`
    if rests and (state is not None or not draft.live) and not draft.approved_schedule:
        return Standing("away", "no", subject_of(draft.topic).away(draft.topic))
    if state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS:
        step = state.current_task_state
        due = getattr(getattr(step, "answertaskstate", None), "due_on", None)
        late = due is not None and due < today
        when = _("senast %(day)s") % {"day": date_format(due, "j F")} if due else ""
        return Standing("waits", "late" if late else "wait", _("Väntar: %(step)s") % {"step": step.task.name}, when)
    if state is not None:
        return Standing("returned", "no", _("Tillbaka för ändring"))
    if draft.approved_schedule:
        at = draft.scheduled_revision.approved_go_live_at
        if rests and at < timezone.now():
            return Standing("scheduled", "wait", _("Klart, kommer ut när det går att svara igen"))
        return Standing("scheduled", "town", _("Klart"), date_format(timezone.localtime(at), "j F Y H:i"))
    if draft.live and not draft.has_unpublished_changes:
        return Standing("public", "done", _("Publicerat"))
    return Standing("draft", "open", _("Utkast, nytt svar") if draft.live else _("Utkast"))
