"""Signing in without losing a word: also when the session ran out while somebody was writing."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from participation.core.held import hold, peek_held, take_held

from ..states import InvalidTransition

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse, QueryDict

    View = Callable[..., HttpResponse]

FILES_LEFT = "files_left"  # in the session: on which page files were sent that nobody could take


def keeps_words(view: View) -> View:
    """Like `login_required`, but what was posted waits for its writer."""

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            if request.method == "POST":
                take_held(request)  # sent, or written anew
            return view(request, *args, **kwargs)
        if request.method == "POST":
            hold(request)
            if request.FILES:
                request.session[FILES_LEFT] = request.path
        return redirect_to_login(request.path)

    return kept


def typed_before(request: HttpRequest) -> QueryDict | None:
    """What the person had written on this page when they were sent to sign in, until they send it."""
    fields = peek_held(request)
    if fields is not None:
        messages.info(request, _("Det du skrev finns kvar, men är inte skickat än."))
    if request.session.get(FILES_LEFT) == request.path:
        del request.session[FILES_LEFT]
        messages.warning(request, _("Bilderna och dokumenten som du hade valt följde inte med. Välj dem igen."))
    return fields


def where_it_stood(view: View) -> View:
    """Two people act at once: the later one is told, and sees the idea as it is now."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except InvalidTransition:
            messages.warning(request, _("Idén har hunnit ändras sedan du öppnade sidan. Så här ser den ut nu."))
            return redirect("ideas:detail", reference=kwargs["reference"])

    return told
