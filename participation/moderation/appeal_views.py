from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from participation.topics.words_elsewhere import name_of

from . import actions
from .between import decided_first, was_first
from .errors import DecidedMeanwhile, NothingToDecide
from .forms import AnswerForm
from .models import Appeal
from .owners import anchored, picture_of
from .permissions import can_decide_appeal
from .rows import who_reads
from .staff_views import moderator_of
from .telling import reasons_of
from .wording import words_around

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from participation.accounts.models import User


@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """By another than the one who decided: 404 for that one, as for strangers."""
    user, now = moderator_of(request), timezone.now()
    related = (
        "decision__topic__municipality",
        "decision__topic__author",
        "decision__entry",
        "decision__decided_by__home",
        "decision__pause",
        "person__home",
        "decided_by__home",
        "item__read_by",
    )
    appeals = Appeal.objects.select_related(*related)
    found = get_object_or_404(appeals, id=pk)
    if not can_decide_appeal(user, found):
        raise Http404
    came: NothingToDecide | None = None
    form = AnswerForm(request.POST or None) if found.is_waiting else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            actions.decide_appeal(appeal=found, moderator=user, now=now, **form.cleaned_data)
        except NothingToDecide as what:
            found, came = appeals.get(pk=pk), what
            form = AnswerForm(request.POST) if found.is_waiting else None
        else:
            messages.success(request, _("Överklagandet är prövat. Den som överklagade får ditt svar."))
            return redirect("flags:index")
    came_second = came is not None or (request.method == "POST" and form is None)
    item = getattr(found, "item", None)
    reader = who_reads(item, user, now) if item else ""
    if item and found.is_waiting:
        actions.begin_reading(item=item, reader=user, now=now)
    context = {
        "appeal": found,
        "decision": found.decision,
        "words": words_around(found.decision),
        "topic": found.decision.topic,
        "name": name_of(found.decision.topic),
        "picture": picture_of(found.decision.topic, found.decision.picture) if found.decision.picture else None,
        "is_anchored": anchored(found.decision.topic) is not None,
        "reasons": list(reasons_of(found.decision)),
        "form": form,
        "reader": reader,
        "between": _first(found, came, user) if came_second else "",
        "typed": request.POST.get("answer", "") if form is None else "",
    }
    return render(request, "moderation/admin/appeal.html", context, status=409 if came_second else 200)


def _first(appeal: Appeal, came: NothingToDecide | None, reader: User) -> str:
    if isinstance(came, DecidedMeanwhile):
        return decided_first(came.decisions, reader)
    return was_first(appeal.decided_by, appeal.get_outcome_display(), reader)
