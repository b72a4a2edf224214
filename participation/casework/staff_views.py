"""The desk's page of the work with one topic: who has it, what colleagues say, how it is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from participation.answers.permissions import can_draft
from participation.core.between import CameBetween
from participation.core.paging import keyset

from . import actions
from .errors import AskedAlready, NotAColleague, NotReady, Published
from .figures import judged, judged_openly, said_in
from .forms import AskForm, AssignForm, NoteForm, SheetForm, SummaryForm
from .models import Assignment, Evaluation, Note, Sheet
from .permissions import (
    can_ask,
    can_assign,
    can_publish,
    can_read_sheets,
    can_remove,
    can_work,
    judges_still,
    still_assigned,
    topics_for,
    with_left,
)
from .telling import desk_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from participation.accounts.models import User
    from participation.topics.models import Topic

NOTES = 30


def reached(request: HttpRequest, pk: int) -> tuple[User, Topic]:
    """404 for whoever does not work with it, its author among them."""
    user: Any = request.user  # the admin lets nobody else in
    topic = get_object_or_404(topics_for(user).select_related("municipality"), pk=pk)
    if not can_work(user, topic):
        raise Http404
    return user, topic


@require_GET
def topic(request: HttpRequest, pk: int) -> HttpResponse:
    user, found = reached(request, pk)
    return shown(request, user, found)


def shown(
    request: HttpRequest,
    user: User,
    topic: Topic,
    *,
    note: NoteForm | None = None,
    summary: SummaryForm | None = None,
    between: str = "",
) -> HttpResponse:
    notes = Note.objects.filter(topic=topic).select_related("author").prefetch_related("mentioned")
    page = keyset(notes, order=("-written_at", "-id"), after=request.GET.get("efter"), size=NOTES)
    assignment = Assignment.objects.filter(topic=topic).select_related("person").first()
    context = {
        "topic": topic,
        "assignment": assignment,
        "officer_left": assignment is not None and not still_assigned().filter(pk=assignment.pk).exists(),
        "assign_form": AssignForm(topic=topic, initial={"person": assignment.person_id if assignment else None}),
        "can_assign": can_assign(user, topic),
        "can_answer": can_draft(user, topic),
        "notes": [{"note": row, "can_remove": can_remove(user, row)} for row in page.items],
        "older": f"?efter={page.next_cursor}#anteckningar" if page.next_cursor else "",
        "note_form": note or NoteForm(topic=topic, by=user),
        **_evaluation(user, topic, summary, between),
    }
    status = 422 if note is not None or summary is not None else 200
    status = 409 if between else status
    return render(request, "casework/admin/topic.html", context, status=status)


def _evaluation(user: User, topic: Topic, summary: SummaryForm | None, between: str) -> dict[str, Any]:
    found = Evaluation.objects.filter(topic=topic).select_related("topic", "summed_up_by", "published_by").first()
    asks = can_ask(user, topic)
    if found is None:
        return {"evaluation": None, "can_ask": asks}
    sheets = list(with_left(found.sheets.select_related("evaluator")))
    handed_in = [sheet for sheet in sheets if sheet.handed_in_at]
    left = [sheet for sheet in sheets if not sheet.handed_in_at and sheet.has_left]  # type: ignore[attr-defined]  # annotated
    still_judges, reads = judges_still(user, found), can_read_sheets(user, found)
    return {
        "evaluation": found,
        "can_ask": asks,
        "sheets": sheets,
        "handed_in": handed_in,
        "left": left,
        "asked": len(sheets) - len(left),
        "own_sheet": next((sheet for sheet in sheets if sheet.evaluator_id == user.pk), None),
        "judges_still": still_judges,
        "judged": judged(sheets) if reads else judged_openly(sheets) if found.is_published else [],
        "reads": reads,
        "means_are_shown": bool(judged_openly(sheets)),
        "not_in": len(sheets) - len(handed_in) - len(left),
        "judgements": [(sheet, said_in(sheet)) for sheet in handed_in] if reads else [],
        "summary_form": summary or SummaryForm(initial={"summary": found.summary}),
        "seen": summary.data.get("seen", "") if summary and not between else found.summary,
        "between": between,
        "can_sum_up": asks and handed_in and not found.is_published and (summary is not None or not still_judges),
        "can_publish": can_publish(user, found),
        "is_late": found.is_late(timezone.localdate()),
    }


@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    user, found = reached(request, pk)
    if not can_assign(user, found):
        raise PermissionDenied
    form = AssignForm(request.POST, topic=found)
    if not form.is_valid():
        messages.warning(request, _("Personen är inte längre handläggare här. Välj en annan."))
        return redirect("casework:topic", pk=pk)
    person = form.cleaned_data["person"]
    try:
        actions.assign(topic=found, person=person, by=user, now=timezone.now())
    except NotAColleague:
        messages.warning(request, _("Personen är inte längre handläggare här. Välj en annan."))
    else:
        told = _("Nu har någon hand om det.") if person else _("Nu har ingen hand om det.")
        messages.success(request, told)
    return redirect("casework:topic", pk=pk)


@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    user, found = reached(request, pk)
    form = NoteForm(request.POST, topic=found, by=user)
    if not form.is_valid():
        return shown(request, user, found, note=form)
    written = actions.write_note(
        topic=found,
        author=user,
        text=form.cleaned_data["text"],
        mentioned=list(form.cleaned_data["mentioned"]),
        now=timezone.now(),
    )
    messages.success(request, _("Anteckningen är sparad. Bara ni som arbetar i kommunen läser den."))
    return redirect(f"{desk_of(found)}#anteckning-{written.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
def remove_note(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first: what is taken away is gone."""
    row = get_object_or_404(Note.objects.select_related("topic"), pk=pk)
    user, found = reached(request, row.topic_id)
    if not can_remove(user, row):
        raise Http404
    if request.method == "POST":
        actions.remove_note(note=row)
        messages.success(request, _("Anteckningen är borta."))
        return redirect("casework:topic", pk=found.pk)
    return render(request, "casework/admin/remove_note.html", {"topic": found, "note": row})


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask evaluators, or more of them and with more time."""
    user, found = reached(request, pk)
    if not can_ask(user, found):
        raise PermissionDenied
    evaluation = Evaluation.objects.filter(topic=found).first()
    if evaluation is not None and evaluation.is_published:
        return redirect("casework:topic", pk=pk)
    form = AskForm(
        request.POST or None,
        topic=found,
        today=timezone.localdate(),
        is_first=evaluation is None,
        initial={"due_on": evaluation.due_on if evaluation else None},
    )
    if request.method == "POST" and form.is_valid():
        try:
            _ask(found, evaluation, form.cleaned_data, user)
        except (AskedAlready, Published, NotAColleague):
            messages.warning(request, _("Något har ändrats sedan sidan öppnades. Läs en gång till."))
        else:
            messages.success(request, _("Utvärderarna får veta vad de ska bedöma och till när."))
        return redirect(f"{desk_of(found)}#utvardering")
    context = {"topic": found, "form": form, "evaluation": evaluation}
    return render(request, "casework/admin/ask.html", context, status=422 if request.method == "POST" else 200)


def _ask(topic: Topic, evaluation: Evaluation | None, said: dict[str, Any], user: User) -> None:
    now, evaluators = timezone.now(), list(said["evaluators"])
    if evaluation is None:
        actions.ask_evaluators(
            topic=topic, question=said["question"], due_on=said["due_on"], evaluators=evaluators, by=user, now=now
        )
    else:
        actions.ask_more(evaluation=evaluation, evaluators=evaluators, due_on=said["due_on"], by=user, now=now)


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own, whether handed in or not, until somebody publishes."""
    rows = Sheet.objects.select_related("evaluation__topic__municipality").filter(evaluator=request.user.pk)
    row = get_object_or_404(rows, pk=pk)
    _user, found = reached(request, row.evaluation.topic_id)
    hands_in = request.method == "POST" and ("lamna" in request.POST or row.handed_in_at is not None)
    form = SheetForm(request.POST or None, instance=row, hand_in=hands_in)
    if request.method == "POST" and form.is_valid():
        try:
            actions.fill_in(sheet=row, judged=form.cleaned_data, hand_in=hands_in, now=timezone.now())
        except Published:
            form.add_error(None, _("Utvärderingen är publicerad. Det du skrev är inte sparat."))
        else:
            told = _("Tack, din bedömning är inlämnad.") if hands_in else _("Sparat. Lämna in när du är klar.")
            messages.success(request, told)
            return redirect("casework:topic" if hands_in else "casework:sheet", pk=found.pk if hands_in else pk)
    context = {"topic": found, "sheet": row, "evaluation": row.evaluation, "form": form}
    return render(request, "casework/admin/sheet.html", context, status=422 if form.errors else 200)


@require_POST
def sum_up(request: HttpRequest, pk: int) -> HttpResponse:
    user, found = reached(request, pk)
    evaluation = get_object_or_404(Evaluation, topic=found)
    if not can_ask(user, found):
        raise PermissionDenied
    form = SummaryForm(request.POST)
    if not form.is_valid():
        return shown(request, user, found, summary=form)
    said, seen = form.cleaned_data["summary"], _as_stored(request.POST.get("seen", ""))
    try:
        after = actions.sum_up(evaluation=evaluation, summary=said, seen=seen, by=user, now=timezone.now())
    except CameBetween as came:
        return shown(request, user, found, summary=form, between=str(came))
    except (Published, NotReady):
        form.add_error(
            None,
            _(
                "Det gick inte att spara: utvärderingen är publicerad, ingen har svarat än, "
                "eller så har du inte lämnat in din egen bedömning."
            ),
        )
        return shown(request, user, found, summary=form)
    if after.summed_up_by_id == user.pk:
        messages.success(request, _("Sammanfattningen är sparad. En publicist får läsa och publicera den."))
    else:
        messages.info(request, _("Inget var ändrat. Den som skrev sammanfattningen står kvar."))
    return redirect(f"{desk_of(found)}#utvardering")


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    user, found = reached(request, pk)
    evaluation = get_object_or_404(Evaluation.objects.select_related("topic"), topic=found)
    if not can_publish(user, evaluation):
        raise PermissionDenied
    if "ta-bort" in request.POST:
        actions.take_back(evaluation=evaluation)
        messages.success(request, _("Utvärderingen visas inte längre för alla."))
        return redirect("casework:topic", pk=pk)
    try:
        read = _as_stored(request.POST.get("summary", ""))
        actions.publish(evaluation=evaluation, summary=read, by=user, now=timezone.now())
    except (Published, NotReady):
        messages.warning(request, _("Något har ändrats sedan sidan öppnades. Läs en gång till."))
    else:
        messages.success(request, _("Utvärderingen visas nu för alla. De som följer får veta det."))
    return redirect(f"{desk_of(found)}#utvardering")


def _as_stored(posted: str) -> str:
    """A browser ends lines in its own way."""
    return posted.replace("\r\n", "\n")
