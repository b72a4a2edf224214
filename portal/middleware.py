from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpResponseNotFound
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse

from participation.accounts.permissions import is_staff

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

# Public pages load nothing inline and nothing from elsewhere. No nonce: a cached page would keep an old one.
PUBLIC_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'self'"
)
# Wagtail's admin writes inline scripts and styles; only staff reach it.
ADMIN_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-src 'self'; object-src 'none'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
PERMISSIONS_POLICY = (
    "accelerometer=(), autoplay=(), camera=(self), geolocation=(self), microphone=(), payment=(), usb=()"
)


class SecurityHeadersMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        in_admin = request.path_info.startswith("/cms/")
        response.headers.setdefault("Content-Security-Policy", ADMIN_POLICY if in_admin else PUBLIC_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if settings.SESSION_COOKIE_NAME in request.COOKIES:  # a page of a person, for that person alone
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


class NulMiddleware:
    """No address of ours holds a NUL, and PostgreSQL refuses one: there is no such page, and no such word to search."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:
            return HttpResponseNotFound(render_to_string("400.html"))
        asked = request.META.get("QUERY_STRING", "")  # the editor's preview has none
        if "%00" in asked:
            request.META["QUERY_STRING"] = asked.replace("%00", "")
        return self.get_response(request)


class StaffSecondFactorMiddleware:
    """Staff reach `/cms/` only after a second factor, once STAFF_SECOND_FACTOR is on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.STAFF_SECOND_FACTOR and request.path_info.startswith("/cms/") and self._lacks_it(request):
            return redirect(reverse("mfa_index"))
        return self.get_response(request)

    def _lacks_it(self, request: HttpRequest) -> bool:
        if not is_staff(request.user):
            return False  # Wagtail itself turns them away
        # Without the user, allauth answers with an empty list.
        records = get_authentication_records(request, request.user)
        return not any(record["method"] == "mfa" for record in records)
