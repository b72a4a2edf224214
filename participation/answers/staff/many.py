"""The same answer to several: a draft for each, then each on its own way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from participation.core.between import CameBetween
from participation.topics.models import Topic

from .. import actions
from ..actions.many import Made, discard_many, draft_many
from ..actions.publishing import Sent
from ..errors import CannotBeAnswered, NotComplete
from ..forms import ManyForm
from ..models import AnswerDraft
from ..permissions import can_draft
from ..reach import drafts_for
from .writing import say_where_nobody_decides, staff_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from participation.accounts.models import User

MOST, MOST_DIGITS = 100, 18
MAKE, UNDO, SEND = "skapa", "angra", "skicka"


@require_POST
def many(request: HttpRequest) -> HttpResponse:
    user, wants = staff_of(request), request.POST.get("gor", "")
    if wants in (UNDO, SEND):
        return _undone(request, user) if wants == UNDO else _sent(request, user)
    numbers = [number for number in request.POST.getlist("topic") if number.isdecimal() and len(number) < MOST_DIGITS]
    if len(numbers) > MOST:
        return HttpResponseBadRequest(_("Välj högst 100 åt gången."))
    seen = Topic.objects.visible_to(user).filter(pk__in=numbers)
    topics = [topic for topic in seen.select_related("municipality", "author").order_by("pk") if can_draft(user, topic)]
    if not topics:
        messages.warning(request, _("Välj minst en idé som du kan svara på."))
        return redirect("answers_admin:index")
    places = {topic.municipality_id for topic in topics}
    form = ManyForm(request.POST if wants == MAKE else None, places=places, today=timezone.localdate())
    if wants == MAKE and form.is_valid():
        made = draft_many(topics=topics, by=user, words=form.words, now=timezone.now())
        return _result(request, made)
    return render(request, "answers/admin/many.html", {"topics": topics, "form": form})


def _result(request: HttpRequest, rows: list[Made], **more: Any) -> HttpResponse:
    made, others = [row for row in rows if row.seen], [row for row in rows if not row.seen]
    return render(request, "answers/admin/many_made.html", {"made": made, "others": others, **more})


def _named(request: HttpRequest, user: User) -> list[tuple[AnswerDraft, str]]:
    """Drafts within reach, each with what the person saw of it: "topic:stamp"."""
    seen = {}
    for value in request.POST.getlist("utkast")[:MOST]:
        number, _mark, stamp = value.partition(":")
        if number.isdecimal() and len(number) < MOST_DIGITS:
            seen[int(number)] = stamp
    drafts = drafts_for(user).filter(topic__in=seen).order_by("topic")
    return [(draft, seen[draft.topic_id]) for draft in drafts if can_draft(user, draft.topic)]


def _undone(request: HttpRequest, user: User) -> HttpResponse:
    gone, kept = discard_many(drafts=_named(request, user), by=user)
    words = ngettext("%(n)d utkast är borttaget.", "%(n)d utkast är borttagna.", gone) % {"n": gone}
    messages.success(request, words)
    if kept:
        messages.warning(request, _("Några är ändrade eller skickade sedan dess. De är kvar."))
    return redirect("answers_admin:index")


def _sent(request: HttpRequest, user: User) -> HttpResponse:
    """Each on its own way: to whoever approves, or out. One that stops holds up no other."""
    sent, stopped, sent_in = 0, [], []
    for draft, seen in _named(request, user):
        try:
            came_of_it = actions.send(draft=draft, by=user, seen=seen, now=timezone.now())
            sent += 1
            if came_of_it == Sent.TO_APPROVAL:
                sent_in.append(draft)
        except NotComplete:
            stopped.append(f"{draft.topic.title}: {_('Svaret är inte helt ifyllt.')}")
        except (CameBetween, CannotBeAnswered) as no:
            stopped.append(f"{draft.topic.title}: {no}")
    messages.success(request, ngettext("%(n)d svar är skickat.", "%(n)d svar är skickade.", sent) % {"n": sent})
    say_where_nobody_decides(request, sent_in)
    for words in stopped:
        messages.warning(request, words)
    return redirect("answers_admin:index")
