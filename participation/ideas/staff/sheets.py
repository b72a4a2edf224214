"""A decision that needs words: a form beside the idea. One way for all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from participation.accounts.models import Role
from participation.core.between import CameBetween

from ..models import Idea
from ..states import Status
from . import acts
from .colleagues import came_between
from .deciding import decide, last_event
from .reach import idea_for, places_of, staff_of

if TYPE_CHECKING:
    from django import forms

    from participation.accounts.models import User


@dataclass(frozen=True)
class Sheet:
    """`form` makes the form for an idea and a person; `do` carries it out when it is right."""

    key: str
    title: Promise
    form: Callable[[Any, Idea, User], forms.Form]
    do: Callable[[Idea, Any, User], object]
    said: Promise
    warning: Promise | str = ""

    def as_view(self) -> Callable[..., HttpResponse]:
        @require_http_methods(["GET", "HEAD", "POST"])
        def view(request: HttpRequest, pk: int) -> HttpResponse:
            try:
                return sent(request, pk, self) if request.method == "POST" else opened(request, pk, self)
            except CameBetween as came:
                return told(request, pk, str(came))

        return view


def opened(request: HttpRequest, pk: int, sheet: Sheet) -> HttpResponse:
    user = staff_of(request)
    idea = reached(user, pk, sheet.key)
    last = last_event(idea)
    if not acts.is_time_for(idea, sheet.key):
        raise CameBetween(came_between(last, idea=idea, reader=user))
    return page(request, sheet, idea, sheet.form(None, idea, user), seen=str(last.pk))


def sent(request: HttpRequest, pk: int, sheet: Sheet) -> HttpResponse:
    """When somebody came between, what was typed stays, below what they did; it can be sent again if it still fits."""
    user = staff_of(request)
    idea, seen = reached(user, pk, sheet.key), request.POST.get("seen", "")
    form = sheet.form(request.POST, idea, user)
    if not form.is_valid():
        return page(request, sheet, idea, form, seen=seen)
    try:
        decide(idea=idea, seen=seen, by=user, act=lambda fresh: sheet.do(fresh, form, user))
    except CameBetween as came:
        idea = reached(user, pk, sheet.key)
        return page(request, sheet, idea, form, seen=str(last_event(idea).pk), between=str(came))
    messages.success(request, str(sheet.said))
    return back(request, pk)


def page(
    request: HttpRequest, sheet: Sheet, idea: Idea, form: forms.Form, *, seen: str, between: str = ""
) -> HttpResponse:
    context = {
        "idea": idea,
        "topic": idea.topic,
        "form": form,
        "title": sheet.title,
        "warning": sheet.warning,
        "seen": seen,
        "between": between,
        "can_send": acts.is_time_for(idea, sheet.key),
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
    mine = ideas.filter(topic__municipality__in=places_of(user, Role.MODERATOR)).exclude(topic__author=user)
    return mine.select_related("topic").first()


def told(request: HttpRequest, pk: int, between: str) -> HttpResponse:
    messages.warning(request, _("%(between)s Inget ändrades.") % {"between": between})
    return back(request, pk)


def back(request: HttpRequest, pk: int) -> HttpResponse:
    """To the desk if one came from there, else to the idea, or to the list when it is its writer's again."""
    if request.POST.get("from") == "desk":
        return redirect("wagtailadmin_home")
    if Idea.objects.filter(pk=pk, status=Status.DRAFT).exists():
        return redirect("ideas_admin:index")
    return redirect("ideas_admin:inspect", pk=pk)
