"""What a person sees when something goes wrong: what happened, what is kept, what to do."""

from __future__ import annotations

import errno
import logging
import re
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.db import InterfaceError, OperationalError
from django.shortcuts import render
from django.views.defaults import page_not_found, permission_denied

from participation.core.held import peek_held

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

log = logging.getLogger(__name__)
NEVER_SHOWN = ("password", "csrfmiddlewaretoken", "code", "token", "secret")
MAX_KEPT = 20_000
BUTTONS = ("gor", "bort", "auto", "next", "seen", "seen_kept")
A_KEY = re.compile(r"[0-9a-f-]{32,64}")


def kept_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """What the person had typed, without anything secret."""
    return shown_fields(request.POST)


def shown_fields(posted: QueryDict) -> list[tuple[str, str]]:
    return [
        (name, value[:MAX_KEPT])
        for name, values in posted.lists()
        if not any(word in name.lower() for word in NEVER_SHOWN)
        for value in values
    ]


def may_be_sent_again(request: HttpRequest) -> bool:
    """It passed the CSRF check, or says that it is from here: our page makes no button for another site's form."""
    return bool(getattr(request, "csrf_processing_done", False)) or is_from_here(request)


def is_from_here(request: HttpRequest) -> bool:
    """All that the browser says of it must say so, and it must say something: what is silent may be anybody's."""
    site = request.headers.get("Sec-Fetch-Site")
    if site not in (None, "same-origin", "none"):
        return False
    source = request.headers.get("Origin") or request.headers.get("Referer")
    if source is None:
        return site == "same-origin"
    here = urlsplit(request.build_absolute_uri("/"))
    there = urlsplit(source)
    return (there.scheme, there.netloc) == (here.scheme, here.netloc)


def is_typed(name: str, value: str) -> bool:
    """Words to show; not the value of a button, a choice or a hidden field."""
    return name not in BUTTONS and len(value) > 2 and not value.isdecimal() and not A_KEY.fullmatch(value)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old, or the session ended while the person wrote: show the words, offer to send again."""
    log.info("csrf refused: %s", reason.split(" - ")[0])  # what follows is an address
    return render(request, "403_csrf.html", {**what_is_kept(request), "municipality": None}, status=403)


def what_is_kept(request: HttpRequest) -> dict[str, object]:
    """All fields, where they may be sent again from our page; and, always, the words, to be read and copied."""
    fields = kept_fields(request)
    words = [value for name, value in fields if is_typed(name, value)]
    return {"kept": fields if may_be_sent_again(request) else [], "words": words}


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What somebody wrote about something that went out of sight meanwhile is there to be copied."""
    words = typed_in_vain(request)
    return render(request, "404.html", {"words": words}, status=404) if words else page_not_found(request, exception)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    words = typed_in_vain(request)
    return render(request, "403.html", {"words": words}, status=403) if words else permission_denied(request, exception)


def typed_in_vain(request: HttpRequest) -> list[str]:
    """Sent now, or before the person signed in."""
    posted: QueryDict | None = request.POST
    if request.method != "POST":
        posted = peek_held(request) if "_auth_user_id" in getattr(request, "session", {}) else None
    return [value for name, value in shown_fields(posted) if is_typed(name, value)] if posted else []


def server_error(request: HttpRequest) -> HttpResponse:
    """Works without database, session and context processors. What was typed can be sent again from the page."""
    from django.http import HttpResponse
    from django.middleware.csrf import get_token
    from django.template import loader

    context: dict[str, object] = {"kept": []}
    if request.method == "POST":
        try:
            context = {**what_is_kept(request), "csrf_token": get_token(request)}
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
