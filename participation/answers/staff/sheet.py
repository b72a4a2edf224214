"""One answer as those who work with it see it: its words, where it stands, what was said of it, what one can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from participation.accounts.models import Role
from participation.accounts.permissions import has_role
from participation.core.between import CameBetween

from .. import actions
from ..deserted import waits_where_nobody_decides
from ..errors import CannotBeAnswered
from ..forms import CommentForm, DecisionForm
from ..leaving import is_left_behind
from ..models import Answer
from ..permissions import can_draft, writers_of
from ..reach import draft_for, out_of_sight
from ..subjects import subject_of
from .history import happened, steps_of_way
from .standing import standing_of
from .taking_away import earlier_answers_for, published_files_for
from .writing import staff_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from participation.accounts.models import User

    from ..models import AnswerDraft


@require_safe
def answer(request: HttpRequest, topic_pk: int) -> HttpResponse:
    user = staff_of(request)
    try:
        draft = draft_for(user, topic_pk)
    except Http404:
        return out_of_reach(request, user, topic_pk)
    return page(request, draft, user, DecisionForm())


def page(request: HttpRequest, draft: AnswerDraft, user: User, form: DecisionForm, **more: Any) -> HttpResponse:
    today = timezone.localdate()
    state = draft.current_workflow_task_state
    rests: bool = draft.rests  # type: ignore[attr-defined]  # annotated
    may_decide = state is not None and not rests and bool(state.task.specific.get_actions(draft, user))
    writes = can_draft(user, draft.topic)
    is_open = state is None and not draft.approved_schedule
    if form.is_bound and not may_decide:
        more = {"between": _("Svaret väntar inte på ditt beslut längre."), **more}
    context = {
        "draft": draft,
        "topic": draft.topic,
        "words": actions.latest_words(draft),
        "source": subject_of(draft.topic).source(draft.topic),
        "standing": standing_of(draft, today=today),
        "steps": steps_of_way(draft, today),
        "happened": happened(draft),
        "published_files": published_files_for(user, draft.topic),
        "earlier_answers": earlier_answers_for(user, draft.topic),
        "seen": actions.stamp(draft),
        "form": form,
        "public": Answer.objects.filter(topic=draft.topic).exists(),
        "may_decide": may_decide,
        "why_away": subject_of(draft.topic).why_not(draft.topic) if rests else "",
        "state": state,
        "nobody_decides": waits_where_nobody_decides(draft),
        "runs_the_place": has_role(user, draft.topic.municipality_id, Role.ADMINISTRATOR),
        "writer_left": writes and is_left_behind(draft, user),
        "is_own_text": state is not None and user.pk in writers_of(draft),
        "comment_form": CommentForm(draft=draft, by=user, said="" if may_decide else _said(form)),
        "can_write": writes and is_open,
        "can_take_back": writes and state is not None,
        "can_unschedule": writes and draft.approved_schedule,
        "can_discard": writes and is_open and draft.has_unpublished_changes,
        **more,
    }
    return render(request, "answers/admin/answer.html", context, status=409 if more.get("between") else 200)


def out_of_reach(request: HttpRequest, user: User, topic_pk: int, said: str = "") -> HttpResponse:
    """What was withdrawn or hidden while they had it open says so, and gives back what they typed. Of anything else
    nothing tells whether it is there."""
    draft = out_of_sight(user, topic_pk)
    if draft is None and not said.strip():
        raise Http404
    why = subject_of(draft.topic).why_not(draft.topic) if draft else ""
    context = {"why": why, "said": said.strip()}
    return render(request, "answers/admin/out_of_reach.html", context, status=409 if draft and said.strip() else 404)


def _said(form: DecisionForm) -> str:
    """What was typed beside a decision that can no longer be made: it is kept as a comment that can be."""
    return (form["comment"].value() or "").strip() if form.is_bound else ""


@require_safe
def preview(request: HttpRequest, topic_pk: int) -> HttpResponseBase:
    """The public page with these words. What is being decided on is shown as it was sent in."""
    words = actions.latest_words(draft_for(staff_of(request), topic_pk))
    if words.department is None or not words.outcome:
        messages.warning(
            request, _("Välj svar och förvaltning först. Då går det att visa svaret som invånarna ser det.")
        )
        return redirect("answers_admin:write", topic_pk)
    return words.serve_preview(request, words.default_preview_mode)


@require_POST
def decide(request: HttpRequest, topic_pk: int) -> HttpResponse:
    user = staff_of(request)
    said = request.POST.get("comment", "")
    try:
        draft = draft_for(user, topic_pk)
    except Http404:
        return out_of_reach(request, user, topic_pk, said=said)
    approves = request.POST.get("gor") == "godkann"
    form = DecisionForm(request.POST, approves=approves)
    if not form.is_valid():
        return page(request, draft, user, form)
    try:
        after = actions.decide(
            draft=draft,
            by=user,
            approves=approves,
            comment=form.cleaned_data["comment"],
            seen=request.POST.get("seen", ""),
            now=timezone.now(),
        )
    except (CameBetween, CannotBeAnswered) as no:
        return page(request, draft_for(user, topic_pk), user, form, between=str(no))
    messages.success(request, _what_came_of_it(after, approves))
    return redirect("answers_admin:answer", topic_pk)


def _what_came_of_it(draft: AnswerDraft, approves: bool) -> str:
    if not approves:
        return _("Svaret är tillbaka hos den som skriver. De får veta varför.")
    if draft.workflow_in_progress:
        if step := waits_where_nobody_decides(draft):
            return _(
                "Godkänt. Svaret har gått vidare till steget %(step)s, där ingen kan besluta än. "
                "Kommunens administratör har fått veta det."
            ) % {"step": step}
        return _("Godkänt. Svaret har gått vidare till nästa steg.")
    if draft.approved_schedule:
        return _("Godkänt. Svaret publiceras när dess tid kommer.")
    return _("Godkänt och publicerat. De som berörs får veta det.")


def _act(do: Callable[[AnswerDraft, User, str], object], said: Any) -> Callable[..., HttpResponse]:
    """What whoever writes does with one press."""

    @require_POST
    def view(request: HttpRequest, topic_pk: int) -> HttpResponse:
        user = staff_of(request)
        draft = draft_for(user, topic_pk)
        if not can_draft(user, draft.topic):
            raise PermissionDenied
        try:
            do(draft, user, request.POST.get("seen", ""))
        except CameBetween as came:
            messages.warning(request, _("%(came)s Inget ändrades.") % {"came": str(came)})
            return redirect("answers_admin:answer", topic_pk)
        messages.success(request, str(said))
        try:
            draft_for(user, topic_pk)
        except Http404:
            return redirect(subject_of(draft.topic).source(draft.topic).url)
        return redirect("answers_admin:answer", topic_pk)

    return view


def _taken_back(draft: AnswerDraft, user: User, seen: str) -> None:
    actions.take_back(draft=draft, by=user, seen=seen, now=timezone.now())


def _unscheduled(draft: AnswerDraft, user: User, seen: str) -> None:
    actions.unschedule(draft=draft, by=user, seen=seen)


def _discarded(draft: AnswerDraft, user: User, seen: str) -> None:
    actions.discard(draft=draft, by=user, seen=seen)


take_back = _act(
    _taken_back, gettext_lazy("Svaret är tillbaka hos dig. Ingen kan godkänna det förrän du skickar det igen.")
)
unschedule = _act(_unscheduled, gettext_lazy("Svaret publiceras inte av sig självt längre."))
discard = _act(_discarded, gettext_lazy("Utkastet är borttaget. Det som är publicerat är kvar."))
