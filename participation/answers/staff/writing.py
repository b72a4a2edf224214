"""Writing an answer: one form, whatever becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from participation.attachments.actions import store_document
from participation.core.between import CameBetween

from .. import actions
from ..actions.publishing import Sent
from ..canned import filled_in
from ..deserted import deserted_steps, in_a_row
from ..errors import CannotBeAnswered
from ..forms import AnswerForm
from ..models import Answer, AnswerDraft, AnswerFile
from ..reach import takes_part, topic_to_answer
from ..readability import read
from ..subjects import subject_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

    from participation.accounts.models import User
    from participation.topics.models import Topic

SEND, TEMPLATE = "skicka", "mall"


def staff_of(request: HttpRequest) -> User:
    """Raises PermissionDenied for whoever has nothing to do here."""
    user: Any = request.user  # the admin lets nobody else in
    if not takes_part(user):
        raise PermissionDenied
    return user  # type: ignore[no-any-return]


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, topic_pk: int) -> HttpResponse:
    user = staff_of(request)
    topic = topic_to_answer(user, topic_pk)
    draft = AnswerDraft.objects.select_related("topic__municipality").filter(topic=topic).first()
    if draft is not None and not _is_open(draft):
        return redirect("answers_admin:answer", topic_pk)
    if request.method == "POST":
        return _sent(request, topic, draft, user)
    if draft is None and (why_not := subject_of(topic).why_not(topic)):
        messages.warning(request, why_not)
        return redirect(subject_of(topic).source(topic).url)
    return _page(request, topic, draft, _form(None, None, topic, draft), seen=actions.stamp(draft))


def _sent(request: HttpRequest, topic: Topic, draft: AnswerDraft | None, user: User) -> HttpResponse:
    """When somebody came between, what was typed stays, below what they did."""
    wants, seen = request.POST.get("gor", ""), request.POST.get("seen", "")
    form = _form(request.POST, request.FILES, topic, draft, is_whole=wants == SEND)
    if not form.is_valid():
        return _page(request, topic, draft, form, seen=seen)
    if wants == TEMPLATE:
        return _page(request, topic, draft, _with_template(form, topic, draft), seen=seen)
    try:
        kept = _keep(topic, user, form, seen)
        if wants == SEND:
            _say(request, actions.send(draft=kept, by=user, seen=actions.stamp(kept), now=timezone.now()), kept)
            return redirect("answers_admin:answer", topic.pk)
    except CannotBeAnswered as no:
        messages.warning(request, _("%(why)s Det du skrev är sparat.") % {"why": str(no)})
        return redirect("answers_admin:answer", topic.pk)
    except CameBetween as came:
        draft = AnswerDraft.objects.filter(topic=topic).first()
        return _page(request, topic, draft, form, seen=actions.stamp(draft), between=str(came))
    messages.success(request, _("Utkastet är sparat. Ingen utanför kommunen ser det."))
    return redirect("answers_admin:write", topic.pk)


def _with_template(form: AnswerForm, topic: Topic, draft: AnswerDraft | None) -> AnswerForm:
    """The chosen template's words, filled in, below what somebody wrote already. Nothing is kept."""
    posted: Any = form.data
    chosen, data = form.cleaned_data["template"], posted.copy()
    if chosen is None:
        return form
    written, department = form.cleaned_data["text"], form.cleaned_data["department"]
    words = filled_in(chosen.words, topic, department, today=timezone.localdate())
    data["template"] = ""
    if words not in written:
        data["text"] = f"{written}\n\n{words}".strip()
    return _form(data, None, topic, draft)


def _keep(topic: Topic, user: User, form: AnswerForm, seen: str) -> AnswerDraft:
    file = form.file
    if form.cleaned_data.get("no_file"):
        file = None
    for document in form.cleaned_data["documents"]:
        file = store_document(model=AnswerFile, upload=document, topic=topic)
    return actions.save_draft(topic=topic, by=user, words={**form.words, "file": file}, seen=seen, now=timezone.now())


def _say(request: HttpRequest, sent: Sent, draft: AnswerDraft) -> None:
    words = {
        Sent.PUBLISHED: _("Svaret är publicerat. De som berörs får veta det."),
        Sent.TO_APPROVAL: _("Svaret är skickat för godkännande. Inget visas för invånarna förrän alla har godkänt."),
        Sent.WAITS_FOR_ITS_DAY: _("Svaret är klart och publiceras när dess tid kommer."),
    }
    messages.success(request, words[sent])
    say_where_nobody_decides(request, [draft] if sent == Sent.TO_APPROVAL else [])


def say_where_nobody_decides(request: HttpRequest, sent_in: Iterable[AnswerDraft]) -> None:
    """In the same breath as that it is sent: the way begins or goes on where it will stand still."""
    steps = {task.pk: task for draft in sent_in for task in deserted_steps(draft)}
    if not steps:
        return
    words = ngettext(
        "Ingen kan besluta i steget %(steps)s än, så där stannar svaret. Kommunens administratör har fått veta det.",
        "Ingen kan besluta i stegen %(steps)s än, så där stannar svaret. Kommunens administratör har fått veta det.",
        len(steps),
    )
    messages.warning(request, words % {"steps": in_a_row(steps.values())})


def _form(data: Any, files: Any, topic: Topic, draft: AnswerDraft | None, *, is_whole: bool = False) -> AnswerForm:
    written = actions.latest_words(draft) if draft else actions.first_words(topic)
    promised_on = Answer.objects.filter(topic=topic).values_list("next_step_on", flat=True).first()
    return AnswerForm(
        data,
        files,
        topic=topic,
        words=written,
        today=timezone.localdate(),
        owner=subject_of(topic).owner(topic),
        promised_on=promised_on,
        is_whole=is_whole,
    )


def _page(
    request: HttpRequest, topic: Topic, draft: AnswerDraft | None, form: AnswerForm, *, seen: str, between: str = ""
) -> HttpResponse:
    written = form.data.get("text", "") if form.is_bound else form.initial.get("text") or ""
    workflow = (draft or AnswerDraft(topic=topic)).get_workflow()
    context = {
        "topic": topic,
        "draft": draft,
        "public": Answer.objects.filter(topic=topic).only("done_on").first(),
        "form": form,
        "seen": seen,
        "between": between,
        "source": subject_of(topic).source(topic),
        "reading": read(written),
        "workflow": workflow,
        "send_label": _("Skicka för godkännande") if workflow else _("Publicera svaret"),
    }
    return render(request, "answers/admin/write.html", context, status=409 if between else 200)


def _is_open(draft: AnswerDraft) -> bool:
    return not draft.workflow_in_progress and not draft.approved_schedule


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """How a text reads, while it is written. Nothing is kept."""
    staff_of(request)
    text = request.POST.get("text", "")
    if len(text) > 16_000:
        raise Http404
    return render(request, "answers/admin/_language.html", {"reading": read(text)})
