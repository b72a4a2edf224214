"""What staff decide about an idea. Each view asks again who may, and decides only on what was seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from participation.core.between import CameBetween

from .. import actions
from .deciding import decide
from .forms import AssignmentForm, DoneForm, ReasonForm, RefusalForm
from .reach import staff_of
from .sheets import Sheet, back, reached, told

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from participation.accounts.models import User

    from ..models import Idea


@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    user = staff_of(request)
    try:
        idea = reached(user, pk, "approve")
        decide(
            idea=idea,
            seen=request.POST.get("seen", ""),
            by=user,
            act=lambda fresh: actions.approve(idea=fresh, by=user, now=timezone.now()),
        )
    except CameBetween as came:
        return told(request, pk, str(came))
    messages.success(request, _("”%(title)s” är publicerad. Den som skrev får veta det.") % {"title": idea.title})
    return back(request, pk)


def _send_back(idea: Idea, form: Any, by: User) -> None:
    actions.return_for_changes(idea=idea, by=by, reason=form.cleaned_data["reason"], now=timezone.now())


def _refuse(idea: Idea, form: Any, by: User) -> None:
    actions.refuse(idea=idea, by=by, rule=form.cleaned_data["rule"], reason=form.reason, now=timezone.now())


def _assign(idea: Idea, form: Any, by: User) -> None:
    actions.assign(idea=idea, by=by, department=form.cleaned_data["department"], now=timezone.now())


def _done(idea: Idea, form: Any, by: User) -> None:
    actions.mark_done(idea=idea, by=by, now=timezone.now(), **form.cleaned_data)


send_back = Sheet(
    key="send_back",
    title=gettext_lazy("Be om ändring"),
    form=lambda data, _idea, _user: ReasonForm(data),
    do=_send_back,
    said=gettext_lazy("Idén är tillbaka hos den som skrev. När den skickas in igen hamnar den här."),
).as_view()

refuse = Sheet(
    key="refuse",
    title=gettext_lazy("Avvisa idén"),
    form=lambda data, _idea, _user: RefusalForm(data),
    do=_refuse,
    said=gettext_lazy("Idén är avvisad. Den som skrev får veta varför."),
    warning=gettext_lazy("Ingen utom den som skrev och ni ser idén efteråt. Den som skrev kan överklaga, en gång."),
).as_view()

assign = Sheet(
    key="assign",
    title=gettext_lazy("Fördela idén"),
    form=lambda data, idea, user: AssignmentForm(data, idea=idea, by=user),
    do=_assign,
    said=gettext_lazy("Idén är fördelad. Vem som äger nästa steg syns på idéns sida."),
).as_view()

done = Sheet(
    key="done",
    title=gettext_lazy("Idén är genomförd"),
    form=lambda data, _idea, _user: DoneForm(data),
    do=_done,
    said=gettext_lazy("Nu står det att idén är genomförd. De som följer den får veta det."),
).as_view()
