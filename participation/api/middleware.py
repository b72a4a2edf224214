"""Whatever another part refuses with a page, a program is told in the format that it asked for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from .writing import ERRORS, answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

OURS = "/open311/"
READ_ONLY = 405
FORMAT = re.compile(r"\.(json|xml)/?$")


class InTheirFormatMiddleware:
    """Outside all that may answer with a page: too much sent, a wrong charset, a limit, no such address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path_info.startswith(OURS) or response.status_code < 400 or not _is_page(response):
            return response
        found = FORMAT.search(request.path_info)
        status = _meant(response.status_code)
        with translation.override("sv"):
            rows = [{"code": status, "description": sentence_on(status)}]
        written = answer(found[1] if found else "xml", ERRORS, rows, status=status)
        if status == READ_ONLY:
            written.headers["Allow"] = "GET, HEAD"
        for name in ("Retry-After", "Allow", "Cache-Control"):
            if name in response.headers:
                written.headers[name] = response.headers[name]
        return written


def _meant(status: int) -> int:
    """A page that says 403 is the CSRF protection's, and stands before views that only read: they take no POST."""
    return READ_ONLY if status == 403 else status


def _is_page(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith("text/html")


def sentence_on(status: int) -> str:
    return {
        400: _("Anropet gick inte att läsa. Det ska vara ett formulär i UTF-8 och högst 4 MB utan foton."),
        READ_ONLY: _("Adressen tar bara emot %(methods)s.") % {"methods": "GET"},
        404: _("Adressen finns inte. Den slutar på .xml eller .json, till exempel /open311/v2/services.json."),
        429: _("För många anrop härifrån. Vänta och skicka igen."),
    }.get(status, _("Något gick fel hos oss. Försök igen om en stund."))
