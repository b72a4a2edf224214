"""Appreciation: a button that htmx swaps in place, a page of its own for everybody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from . import actions
from .drawing import words_of
from .errors import DiscussionClosed, EntryGone
from .nodes import nodes_of
from .permissions import can_appreciate
from .thread import address_of
from .views import page_of, visible_entry

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from .models import Comment


@require_http_methods(["GET", "HEAD", "POST"])
def appreciate(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, for those who came here by signing in: nothing is changed by following a link."""
    entry = visible_entry(request, pk)
    if request.method != "POST":
        return render(request, "discussion/appreciate.html", page_of(entry.topic, **the_button(request, entry)))
    if not request.user.is_authenticated:
        return to_sign_in(request)
    allowed, why_not = can_appreciate(request.user, entry)
    if not allowed:
        return after(request, entry, why_not)
    try:
        actions.appreciate(entry=entry, person=request.user, now=timezone.now())
    except (DiscussionClosed, EntryGone):
        return after(request, entry, _("Det går inte längre att uppskatta inlägget."))
    return after(request, entry)


@require_http_methods(["POST"])
def unappreciate(request: HttpRequest, pk: int) -> HttpResponse:
    entry = visible_entry(request, pk)
    if not request.user.is_authenticated:
        return to_sign_in(request)
    actions.unappreciate(entry=entry, person=request.user)
    return after(request, entry)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    way = redirect_to_login(request.path.removesuffix("ta-tillbaka/"))
    return HttpResponseClientRedirect(way.url) if is_htmx(request) else way


def after(request: HttpRequest, entry: Comment, why_not: str = "") -> HttpResponse:
    if is_htmx(request):
        button = the_button(request, visible_entry(request, entry.pk))
        response = render(request, "discussion/_appreciated.html", {**button, "why_not": why_not})
        patch_vary_headers(response, ["HX-Request"])
        return response
    if why_not:
        messages.warning(request, why_not)
    return redirect(address_of(entry))


def the_button(request: HttpRequest, entry: Comment) -> dict[str, Any]:
    return {"node": nodes_of(request, entry.topic, [entry])[entry.pk], "say": words_of(entry.topic)}


def is_htmx(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))
