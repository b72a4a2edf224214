"""What a person sees when something goes wrong: what happened, what is kept, what to do."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.shortcuts import render

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

log = logging.getLogger(__name__)
NEVER_SHOWN = ("password", "csrfmiddlewaretoken", "code", "token", "secret")
MAX_KEPT = 20_000


def kept_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """What the person had typed, without anything secret; empty for a request from another site."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return []
    return [
        (name, value[:MAX_KEPT])
        for name, values in request.POST.lists()
        if not any(word in name.lower() for word in NEVER_SHOWN)
        for value in values
    ]


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old, or the session ended while the person wrote: show the words, offer to send again."""
    log.info("csrf refused: %s", reason)
    return render(request, "403_csrf.html", {"kept": kept_fields(request), "municipality": None}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Works without database and without context processors."""
    from django.http import HttpResponseServerError
    from django.template import loader

    kept: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            kept = kept_fields(request)
        except Exception:  # the body itself may be what broke
            log.exception("nothing could be kept")
    return HttpResponseServerError(loader.get_template("500.html").render({"kept": kept}))
