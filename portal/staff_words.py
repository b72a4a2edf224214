"""What staff wrote at the desk when their session had ended waits for them, whichever form it was in."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers

from participation.accounts.permissions import ENTER_ADMIN
from participation.core.held import hold, peek_held, take_held

from .errors import is_typed, shown_fields
from .limit_table import STAFF_WORDS
from .limits import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

AWAY = "kasta"


class StaffWordsMiddleware:
    """After the check of CSRF: what another site posts is kept for nobody. Signed in again, they read their words at
    the same address, and send them once more or throw them away; the page that shows them sends nothing by itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not request.path_info.startswith("/cms/") or not is_a_page(request):
            return None
        if request.method != "POST":
            return waiting(request)
        if request.user.is_authenticated:
            take_held(request)  # sent again, or written anew
        elif counted(request, STAFF_WORDS, now=time.time()) is None:
            hold(request)
        return None


def is_a_page(request: HttpRequest) -> bool:
    """Not what a script of the editor asks in passing."""
    return request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate" and "X-Requested-With" not in request.headers


def waiting(request: HttpRequest) -> HttpResponse | None:
    if not request.session.get("held") or not request.user.has_perm(ENTER_ADMIN):
        return None
    fields = peek_held(request)
    if fields is None:
        return None
    if AWAY in request.GET:
        take_held(request)
        return redirect(request.path)
    kept = shown_fields(fields)
    words = [value for name, value in kept if is_typed(name, value) and not value.startswith(("{", "["))]
    context = {"kept": kept, "words": words, "away": f"{request.path}?{AWAY}=1", "municipality": None}
    response = render(request, "staff_words.html", context)
    add_never_cache_headers(response)
    return response
