"""What staff decide about an idea. Each view asks again who may, and decides only on what was seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from .. import actions
from ..models import Idea
from ..states import Status
from . import acts
from .colleagues import came_between
from .deciding import CameBetween, decide, last_event
from .forms import AnswerForm, AssignmentForm, DoneForm, ReasonForm, RefusalForm
from .reach import idea_for, places_of, staff_of

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest, HttpResponse

    from participation.accounts.models import User

FORM_METHODS = ["GET", "HEAD", "POST"]


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


@require_http_methods(FORM_METHODS)
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    def do(idea: Idea, form: Any, by: User) -> None:
        actions.return_for_changes(idea=idea, by=by, reason=form.cleaned_data["reason"], now=timezone.now())

    return act_on(
        request,
        pk,
        key="send_back",
        title=_("Be om ändring"),
        form=lambda data, _idea, _user: ReasonForm(data),
        do=do,
        said=_("Idén är tillbaka hos den som skrev. När den skickas in igen hamnar den här."),
    )


@require_http_methods(FORM_METHODS)
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    def do(idea: Idea, form: Any, by: User) -> None:
        actions.refuse(idea=idea, by=by, reason=form.reason, now=timezone.now())

    return act_on(
        request,
        pk,
        key="refuse",
        title=_("Avvisa idén"),
        form=lambda data, _idea, _user: RefusalForm(data),
        do=do,
        said=_("Idén är avvisad. Den som skrev får veta varför."),
        warning=_("Det går inte att ångra. Ingen utom den som skrev och ni ser idén efteråt."),
    )


@require_http_methods(FORM_METHODS)
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    def do(idea: Idea, form: Any, by: User) -> None:
        actions.assign(idea=idea, department=form.cleaned_data["department"], by=by, now=timezone.now())

    return act_on(
        request,
        pk,
        key="assign",
        title=_("Fördela idén"),
        form=lambda data, idea, user: AssignmentForm(data, idea=idea, by=user),
        do=do,
        said=_("Idén är fördelad. Vem som äger nästa steg syns på idéns sida."),
    )


@require_http_methods(FORM_METHODS)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    def do(idea: Idea, form: Any, by: User) -> None:
        actions.answer(idea=idea, by=by, now=timezone.now(), **form.cleaned_data)

    return act_on(
        request,
        pk,
        key="answer",
        title=_("Svara på idén"),
        form=lambda data, idea, user: AnswerForm(data, idea=idea, by=user, today=timezone.localdate()),
        do=do,
        said=_("Svaret är publicerat. Den som skrev och de som stöder eller följer idén får veta det."),
    )


@require_http_methods(FORM_METHODS)
def done(request: HttpRequest, pk: int) -> HttpResponse:
    def do(idea: Idea, form: Any, by: User) -> None:
        actions.mark_done(idea=idea, by=by, now=timezone.now(), **form.cleaned_data)

    return act_on(
        request,
        pk,
        key="done",
        title=_("Idén är genomförd"),
        form=lambda data, _idea, _user: DoneForm(data),
        do=do,
        said=_("Nu står det att idén är genomförd. De som följer den får veta det."),
    )


def act_on(
    request: HttpRequest,
    pk: int,
    *,
    key: str,
    title: str,
    form: Callable[[Any, Idea, User], forms.Form],
    do: Callable[[Idea, Any, User], None],
    said: str,
    warning: str = "",
) -> HttpResponse:
    """A form beside the idea. When somebody came between, what was typed stays, and what they did stands above it."""
    user, between = staff_of(request), ""
    try:
        idea = reached(user, pk, key)
    except CameBetween as came:
        return told(request, pk, str(came))
    if request.method != "POST" and not acts.is_time_for(idea, key):
        return told(request, pk, came_between(last_event(idea), idea=idea, reader=user))
    filled = form(request.POST if request.method == "POST" else None, idea, user)
    seen = request.POST.get("seen") or str(last_event(idea).pk)
    if request.method == "POST" and filled.is_valid():
        try:
            decide(idea=idea, seen=request.POST.get("seen", ""), by=user, act=lambda fresh: do(fresh, filled, user))
        except CameBetween as came:
            between = str(came)
            idea, seen = reached(user, pk, key), str(last_event(idea).pk)
        else:
            messages.success(request, said)
            return back(request, pk)
    context = {
        "idea": idea,
        "topic": idea.topic,
        "form": filled,
        "title": title,
        "seen": seen,
        "between": between,
        "warning": warning,
        "can_send": acts.is_time_for(idea, key),
    }
    return render(request, "ideas/admin/act.html", context, status=409 if between else 200)


def reached(user: User, pk: int, key: str) -> Idea:
    """404 outside the person's reach, PermissionDenied without the role, CameBetween for what went back meanwhile."""
    try:
        idea = idea_for(user, pk)
    except Http404:
        if gone := _sent_back_meanwhile(user, pk):
            raise CameBetween(came_between(last_event(gone), idea=gone, reader=user)) from None
        raise
    if not acts.may(user, idea, key):
        raise PermissionDenied
    return idea


def _sent_back_meanwhile(user: User, pk: int) -> Idea | None:
    """It is its writer's again, and nothing of it is shown: only that it went back, to those who review."""
    ideas = Idea.objects.filter(pk=pk, status=Status.DRAFT, reference__isnull=False)
    mine = ideas.filter(topic__municipality__in=places_of(user, "moderator")).exclude(topic__author=user)
    return mine.select_related("topic").first()


def told(request: HttpRequest, pk: int, between: str) -> HttpResponse:
    messages.warning(request, _("%(between)s Inget ändrades.") % {"between": between})
    return back(request, pk)


def back(request: HttpRequest, pk: int) -> HttpResponse:
    """To the desk, the list or the idea, whichever still shows it."""
    if request.POST.get("from") == "desk":
        return redirect("wagtailadmin_home")
    if Idea.objects.filter(pk=pk, status=Status.DRAFT).exists():
        return redirect("ideas_admin:index")
    return redirect("ideas_admin:inspect", pk=pk)
