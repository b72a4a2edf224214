from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.http import HttpResponseBadRequest, HttpResponseNotFound
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from wagtail.log_actions import LogContext

from participation.accounts.enrolling import asked_first
from participation.accounts.permissions import duties_wait, in_session
from participation.attachments.responses import POLICY as FILE_POLICY

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

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
    """Outside Django's own, so that what those refuse (a wrong host, plain http) carries the headers as well."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in self._headers_for(request).items():
            response.headers.setdefault(name, value)
        if request.path_info.startswith("/dokument/") and "Content-Disposition" in response.headers:
            response.headers["Content-Security-Policy"] = FILE_POLICY  # Wagtail's own lets a document script
        if settings.SESSION_COOKIE_NAME in request.COOKIES:  # a page of a person, for that person alone
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    def _headers_for(self, request: HttpRequest) -> dict[str, str]:
        in_admin = request.path_info.startswith("/cms/")
        headers = {
            "Content-Security-Policy": ADMIN_POLICY if in_admin else PUBLIC_POLICY,
            "Permissions-Policy": PERMISSIONS_POLICY,
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
            "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": settings.X_FRAME_OPTIONS,
        }
        if settings.SECURE_HSTS_SECONDS and request.is_secure():
            headers["Strict-Transport-Security"] = self.strict_transport
        return headers

    @property
    def strict_transport(self) -> str:
        parts = [f"max-age={settings.SECURE_HSTS_SECONDS}"]
        parts += ["includeSubDomains"] if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else []
        return "; ".join(parts + (["preload"] if settings.SECURE_HSTS_PRELOAD else []))


class CompressMiddleware(GZipMiddleware):
    """Pages, feeds and tables of words go out compressed, with a random length against whoever would measure what is in
    them (BREACH). Static files lie compressed already, and pictures and documents are."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if response.streaming or not (kind.startswith("text/") or kind.endswith(("xml", "json"))):
            return response
        return super().process_response(request, response)


class AdminPersonMiddleware:
    """Who asks, for what Wagtail draws without a request: its choosers (home/staff/reach.py).

    Wagtail says so itself, but only until the view is done, and it draws the page after that.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/cms/") or not request.user.is_authenticated:
            return self.get_response(request)
        with LogContext(user=request.user):
            return self.get_response(request)


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


class OneCharsetMiddleware:
    """Our forms are UTF-8. What says that it is not would fail wherever somebody first looks into it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.encoding and request.encoding.lower() != "utf-8":
            request.encoding = "utf-8"  # whatever else reads it, the record of errors for one
            return HttpResponseBadRequest(render_to_string("400.html"))
        return self.get_response(request)


class NoBlankPageMiddleware:
    """An address that takes only what a button sends answers whoever opens it with a page, not with nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.streaming and not response.content:
            response.content = render_to_string("405.html")
        return response


class StaffSecondFactorMiddleware:
    """Once STAFF_SECOND_FACTOR is on, staff are citizens until they have shown it, and `/cms/` asks them for it.

    Who asks is looked up no sooner than before: many pages never do.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Django's own `request.user` would be a second wrapping, which a long thread asks a thousand times.
        request.user = SimpleLazyObject(lambda: in_session(get_user(request), request))  # type: ignore[assignment]
        if request.path_info.startswith("/cms/") and duties_wait(request.user):
            return redirect(reverse("mfa_index"))
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        place = asked_first(request)
        return redirect(place) if place else None
