"""Counts what portal/limit_table.py limits, and says no, kindly, with what was typed still there."""

from __future__ import annotations

import logging
import math
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import caches
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.crypto import salted_hmac

from participation.core.visitors import client_address, household

from .errors import MAX_KEPT, what_is_kept
from .limit_table import LIMITS, Limit, Per, Rate

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

log = logging.getLogger(__name__)

BY_DOOR: dict[str, list[Limit]] = {}
for _limit in LIMITS:
    for _door in _limit.doors:
        BY_DOOR.setdefault(_door, []).append(_limit)


@dataclass(frozen=True)
class Reached:
    limit: Limit
    per: Per
    wait: int  # seconds


class LimitsMiddleware:
    """Last in the row, so that it knows who asks, and counts nothing that was refused before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        limit = limit_for(request)
        if limit is None or (reached := counted(request, limit, now=time.time())) is None:
            return None
        log.warning("limit %s reached by one %s", limit.name, reached.per)
        if limit.told_by_view:
            request.limit_reached = reached.wait  # type: ignore[attr-defined]  # read by the view
            return None
        return too_many_requests(request, wait=reached.wait)


def limit_for(request: HttpRequest) -> Limit | None:
    match = request.resolver_match
    for limit in BY_DOOR.get(match.view_name, ()) if match else ():
        if (request.method == "POST" or limit.reads) and _holds(request, limit):
            return limit
    return None


def _holds(request: HttpRequest, limit: Limit) -> bool:
    """Looked into only where a limit asks: a body that cannot be read is for the view to refuse."""
    if limit.without_files and request.FILES:
        return False
    if not limit.only_with:
        return True
    asked = request.GET if limit.reads else request.POST
    for wanted in limit.only_with:
        field, _equals, value = wanted.partition("=")
        said = asked.get(field, "")
        if said and (not value or said == value):
            return True
    return False


def counted(request: HttpRequest, limit: Limit, *, now: float) -> Reached | None:
    """Count this request for the account and for the address; what is said if either has had enough.

    The windows lie on the clock, the same for every process: no process has to know when another began to count.
    Where an account is held by address (`both`), what is refused there counts no further: one address alone cannot use
    up what all addresses may do with the account.
    """
    rates = settings.LIMITS[limit.name]
    first = [rate for rate in rates if rate.per != "account" or all(other.per != "both" for other in rates)]
    last = [rate for rate in rates if rate not in first]
    return _counted(request, limit, first, now) or _counted(request, limit, last, now)


def _counted(request: HttpRequest, limit: Limit, rates: list[Rate], now: float) -> Reached | None:
    keys = {_key(limit, rate, who, now): rate for rate in rates if (who := _who(request, limit, rate))}
    if not keys:
        return None
    counts = _count({key: _end(rate, now) for key, rate in keys.items()}, now)
    over = [rate for key, rate in keys.items() if counts[key] > rate.most]
    if not over:
        return None
    last = max(over, key=lambda rate: _end(rate, now))
    return Reached(limit, last.per, max(1, math.ceil(_end(last, now) - now)))


def _who(request: HttpRequest, limit: Limit, rate: Rate) -> str:
    address, account = household(client_address(request)), _account(request, limit)
    if rate.per == "both":
        return f"{account} {address}" if account else ""
    if rate.per == "stranger":
        return "" if request.user.is_authenticated else f"{address} unknown"
    return address if rate.per == "address" else account


def _account(request: HttpRequest, limit: Limit) -> str:
    if request.user.is_authenticated:
        return str(request.user.pk)
    typed = next((request.POST[field] for field in limit.typed if request.POST.get(field)), "")
    return typed.strip().casefold()


def _end(rate: Rate, now: float) -> float:
    return (now // rate.seconds + 1) * rate.seconds


def _key(limit: Limit, rate: Rate, who: str, now: float) -> str:
    """The cache holds no address and no account, only what cannot be turned back into one."""
    window = int(now // rate.seconds)
    mixed = salted_hmac("portal.limits", f"{rate.per} {who}", algorithm="sha256").hexdigest()[:32]
    return f"limit:{limit.name}:{rate.seconds}:{window}:{mixed}"


def _count(ends: dict[str, float], now: float) -> dict[str, int]:
    """Shared between processes. Without the shared cache nobody is shut out, and each process counts by itself."""
    try:
        return _counted_in(caches["default"], ends, now)
    except Exception as error:  # whatever the cache is made of
        log.error("the shared cache is gone (%s): this process counts alone", type(error).__name__)
        return _counted_in(caches["local"], ends, now)


def _counted_in(cache: Any, ends: dict[str, float], now: float) -> dict[str, int]:
    if hasattr(cache, "count"):
        return dict(cache.count(ends))
    return {key: _one_more(cache, key, math.ceil(end - now)) for key, end in ends.items()}


def _one_more(cache: Any, key: str, seconds: int) -> int:
    cache.add(key, 0, seconds + 1)
    try:
        return int(cache.incr(key))
    except ValueError:  # it expired in between
        return 1


def too_many_requests(request: HttpRequest, *, wait: int = 60) -> HttpResponse:
    """When to try again, and everything that was typed. `wait` is in seconds; allauth calls this too, without it."""
    searched = request.method != "POST"
    context = {
        **({"kept": asked_fields(request)} if searched else what_is_kept(request)),
        "searched": searched,
        "minutes": math.ceil(wait / 60),
        "again_at": timezone.now() + timedelta(seconds=wait),
        "municipality": None,
    }
    quick = bool(getattr(request, "htmx", False))
    response = render(request, "429_fragment.html" if quick else "429.html", context, status=429)
    if quick:  # the form stands where it was, with its words
        response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#messages", "innerHTML"
    response.headers["Retry-After"] = str(wait)
    response.headers["Cache-Control"] = "private, no-store"
    patch_vary_headers(response, ["HX-Request"])
    return response


def asked_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """What was searched for; such a form holds nothing secret."""
    return [(name, value[:MAX_KEPT]) for name, values in request.GET.lists() for value in values]
