"""What opens an account for good is changed only by whoever has just shown that it is theirs.

An open session would otherwise be enough to take it over: with another address, a password where there was none, or a
second factor. Allauth asks only those who have a password or a second factor, and of addresses nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers

from .proof import prove_url, proved_recently

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

DOORS = {"account_email", "account_set_password", "mfa_activate_totp", "mfa_add_webauthn"}


class ProveFirstMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.view_name not in DOORS or not request.user.is_authenticated:
            return None
        if proved_recently(request):
            return None
        if request.method == "POST":
            return redirect(request.path)
        response = render(request, "accounts/prove.html", {"municipality": None, "prove_url": prove_url(request)})
        add_never_cache_headers(response)
        return response
