"""Which request a line in the log belongs to: a number that a citizen can quote, and nothing about who asked."""

from __future__ import annotations

import logging
import re
import secrets
import time
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

log = logging.getLogger(__name__)

# Random numbers as proxies write them. Anything else could be somebody's name.
WELL_FORMED = re.compile(r"[0-9a-f]{16,64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
LETTERS = "23456789abcdefghjkmnpqrstvwxyz"  # none that is mistaken for another on the telephone
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
MUNICIPALITY = re.compile(r"[0-9]{4}")
PROBES = {"livez", "readyz"}


@dataclass
class Trace:
    number: str
    method: str
    route: str = ""  # its name, never the address: addresses hold tokens
    municipality: str = ""


current: ContextVar[Trace | None] = ContextVar("trace", default=None)


def new_number() -> str:
    return "-".join("".join(secrets.choice(LETTERS) for _letter in range(4)) for _group in range(3))


def number_for(given: str | None) -> str:
    return given.lower() if given and WELL_FORMED.fullmatch(given) else new_number()


class TraceMiddleware:
    """Gives each request its number and writes one line when it is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        method = request.method if request.method in METHODS else "OTHER"
        trace = Trace(number_for(request.headers.get("X-Request-ID")), str(method))
        token = current.set(trace)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            trace.municipality = trace.municipality or _municipality_in(response)
            took = round((time.perf_counter() - started) * 1000, 1)
            level = logging.DEBUG if trace.route in PROBES and response.status_code == 200 else logging.INFO
            log.log(level, "answered", extra={"status": response.status_code, "duration_ms": took})
            response._has_been_logged = True  # type: ignore[attr-defined]  # Django's own line has no number and no route
        finally:
            current.reset(token)
        response.headers["X-Request-ID"] = trace.number
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        trace = current.get()
        if trace is not None and request.resolver_match is not None:
            trace.route = request.resolver_match.view_name
            named = MUNICIPALITY.match(str(kwargs.get("code") or kwargs.get("reference") or ""))
            trace.municipality = named.group() if named else ""


def _municipality_in(response: HttpResponse) -> str:
    """What the page was drawn for, where its view said so. Asks no database."""
    context = getattr(response, "context_data", None) or {}
    state: Any = getattr(context.get("page"), "_state", None)
    municipality = context.get("municipality") or (state.fields_cache.get("municipality") if state else None)
    return str(getattr(municipality, "code", ""))
