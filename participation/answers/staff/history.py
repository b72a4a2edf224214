"""The steps of the workflow as they stand, and all that was written and decided: for those who work with an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import TaskState

from participation.accounts.names import name_for_colleagues
from participation.core.differences import word_difference

from ..models import AnswerComment, AnswerFile, AnswerTaskState, EarlierAnswer
from ..permissions import who_may_approve
from ..ways import steps_of

if TYPE_CHECKING:
    from wagtail.models import Task

    from ..models import AnswerDraft


@dataclass(frozen=True)
class Step:
    """A step of the workflow: how it stands with these words."""

    name: str
    shape: str
    word: str
    due_on: date | None = None
    people: str = ""


@dataclass(frozen=True)
class Happened:
    at: datetime
    what: str
    who: str
    why: str = ""
    to: str = ""
    anchor: str = ""
    pieces: Any = None


SHAPES = {
    TaskState.STATUS_APPROVED: "done",
    TaskState.STATUS_IN_PROGRESS: "wait",
    TaskState.STATUS_REJECTED: "no",
}


def steps_of_way(draft: AnswerDraft, today: date) -> list[Step]:
    """Of the workflow that goes on, or of the one that it will go through."""
    running = draft.current_workflow_state
    workflow = running.workflow if running else draft.get_workflow()
    if workflow is None:
        return []
    states = _latest_states(draft)
    steps = []
    for task in steps_of(workflow):
        steps.append(_step(task.name, _people_of(task, draft), states.get(task.pk), today))
    return steps


def _people_of(task: Task, draft: AnswerDraft) -> str:
    """Who may decide there, by the names that they chose; a step with nobody in it is seen before an answer is sent."""
    if not hasattr(task, "groups"):
        return ""
    people = who_may_approve(task, draft).order_by("display_name", "pk")
    return ", ".join(map(name_for_colleagues, people)) or _("Ingen kan besluta här än")


def _latest_states(draft: AnswerDraft) -> dict[int, TaskState]:
    """With the words of now; what was decided on older ones stands in what has happened."""
    states = TaskState.objects.filter(revision=draft.latest_revision_id).order_by("pk")
    states = states.select_related("finished_by", "answertaskstate")
    return {state.task_id: state for state in states if state.status != TaskState.STATUS_CANCELLED}


def _step(name: str, people: str, state: TaskState | None, today: date) -> Step:
    if state is None:
        return Step(name, "later", _("Inte dit än"), people=people)
    due = getattr(getattr(state, "answertaskstate", None), "due_on", None)
    if state.status == TaskState.STATUS_IN_PROGRESS:
        late = due is not None and due < today
        return Step(name, "late" if late else "wait", _("Försenat") if late else _("Väntar här"), due, people)
    who = {"who": name_for_colleagues(state.finished_by)}
    word = _("Godkänt av %(who)s") if state.status == TaskState.STATUS_APPROVED else _("Tillbaka från %(who)s")
    return Step(name, SHAPES.get(state.status, "open"), word % who, people=people)


def happened(draft: AnswerDraft) -> list[Happened]:
    """Newest first: what was written, and what was said of it."""
    rows = [*_written(draft), *_sent_in(draft), *_decided(draft), *_commented(draft), *_taken_away(draft)]
    return sorted(rows, key=lambda row: row.at, reverse=True)


def _written(draft: AnswerDraft) -> list[Happened]:
    rows, before = [], ""
    for revision in draft.revisions.select_related("user").order_by("pk"):
        text = str(revision.content.get("text") or "")
        what = _("Utkastet skrevs") if not rows else _("Svaret ändrades")
        pieces = word_difference(before, text) if rows and text != before else None
        rows.append(Happened(revision.created_at, what, name_for_colleagues(revision.user), pieces=pieces))
        before = text
    return rows


def _sent_in(draft: AnswerDraft) -> list[Happened]:
    sent = draft.workflow_states.select_related("requested_by")
    return [
        Happened(state.created_at, _("Skickat för godkännande"), name_for_colleagues(state.requested_by))
        for state in sent
    ]


DECIDED = {
    TaskState.STATUS_APPROVED: gettext_lazy("Godkänt: %(step)s"),
    TaskState.STATUS_REJECTED: gettext_lazy("Lämnat tillbaka: %(step)s"),
    TaskState.STATUS_CANCELLED: gettext_lazy("Taget tillbaka: %(step)s"),
}


def _decided(draft: AnswerDraft) -> list[Happened]:
    ended = AnswerTaskState.objects.filter(
        workflow_state__in=draft.workflow_states.values("pk"), finished_at__isnull=False, status__in=DECIDED
    )
    return [
        Happened(
            state.finished_at,
            DECIDED[state.status] % {"step": state.task.name},
            name_for_colleagues(state.finished_by),
            state.comment,
        )
        for state in ended.select_related("task", "finished_by")
    ]


def _commented(draft: AnswerDraft) -> list[Happened]:
    return [
        Happened(
            said.written_at,
            _("Kommentar: %(step)s") % {"step": said.step} if said.step else _("Kommentar"),
            name_for_colleagues(said.author),
            said.text,
            to=", ".join(map(name_for_colleagues, said.mentioned.all())),
            anchor=f"kommentar-{said.pk}",
        )
        for said in AnswerComment.objects.filter(draft=draft).select_related("author").prefetch_related("mentioned")
    ]


def _taken_away(draft: AnswerDraft) -> list[Happened]:
    """`taken_away_by` may be a colleague whose account is closed."""
    words = ((AnswerFile, _("Beslutshandlingen togs bort")), (EarlierAnswer, _("Ett tidigare svar togs bort")))
    return [
        Happened(gone.taken_away_at, what, name_for_colleagues(gone.taken_away_by), gone.taken_away_because)  # type: ignore[arg-type]  # asked for
        for model, what in words
        for gone in model.objects.filter(topic=draft.topic_id, taken_away_at__isnull=False).select_related(
            "taken_away_by"
        )
    ]
