"""What a person sees when something goes wrong: what happened, what is kept, what to do."""

from __future__ import annotations

import errno
import logging
import sys
from typing import TYPE_CHECKING

from django.db import InterfaceError, OperationalError
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
    log.info("csrf refused: %s", reason.split(" - ")[0])  # what follows is an address
    return render(request, "403_csrf.html", {"kept": kept_fields(request), "municipality": None}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Works without database, session and context processors. What was typed can be sent again from the page."""
    from django.http import HttpResponse
    from django.middleware.csrf import get_token
    from django.template import loader

    context: dict[str, object] = {"kept": []}
    if request.method == "POST":
        try:
            context = {"kept": kept_fields(request), "csrf_token": get_token(request)}
        except Exception:  # the body itself may be what broke
            log.exception("nothing could be kept")
    away = is_passing(sys.exc_info()[1])
    response = HttpResponse(loader.get_template("500.html").render(context), status=503 if away else 500)
    if away:
        response.headers["Retry-After"] = "30"
    response.headers["Cache-Control"] = "no-store"
    return response


def is_passing(error: BaseException | None) -> bool:
    """The database is away or starting, or the disk is full: nothing is wrong with what was asked."""
    if isinstance(error, OSError):
        return error.errno == errno.ENOSPC
    return isinstance(error, OperationalError | InterfaceError)
