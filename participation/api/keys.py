"""Who calls: a key and nothing else. Sessions are not looked at."""

from __future__ import annotations

import logging
import math
import time
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext as _

from .errors import Refused
from .models import ApiClient, hash_of

if TYPE_CHECKING:
    from django.http import HttpRequest

log = logging.getLogger(__name__)
MINUTE = 60


class TooMany(Refused):
    def __init__(self, wait: int) -> None:
        super().__init__(429, _("För många anrop med den här nyckeln. Vänta en stund och skicka igen."))
        self.wait = wait


def client_of(request: HttpRequest) -> ApiClient | None:
    """By `api_key`, or by `Authorization: Bearer`, which no log keeps; None without. Raises Refused, 403."""
    posted = request.POST.get("api_key", "") if request.method == "POST" else ""
    key = (posted or request.GET.get("api_key", "") or _bearer(request)).strip()
    if not key:
        return None
    found = ApiClient.objects.select_related("municipality").filter(key_hash=hash_of(key), is_active=True).first()
    if found is None:
        raise Refused(403, _("api_key är fel, eller gäller inte längre."))
    _count(found, now=time.time())
    _note_use(found)
    return found


def required(client: ApiClient | None) -> ApiClient:
    if client is None:
        raise Refused(403, _("api_key saknas. Kommunen lämnar ut en."))
    return client


def _bearer(request: HttpRequest) -> str:
    kind, _space, key = request.headers.get("Authorization", "").partition(" ")
    return key if kind.lower() == "bearer" else ""


def _count(client: ApiClient, *, now: float) -> None:
    """Windows lie on the clock, as those of portal/limits.py. Without a cache nobody is shut out."""
    name = f"open311:{client.pk}:{int(now // MINUTE)}"
    try:
        cache.add(name, 0, 2 * MINUTE)
        calls = cache.incr(name)
    except Exception as error:  # whatever the cache is made of
        log.error("the cache is gone (%s): calls with keys are not counted", type(error).__name__)
        return
    if calls > client.rate:
        raise TooMany(max(1, math.ceil(MINUTE - now % MINUTE)))


def _note_use(client: ApiClient) -> None:
    """The day is enough, and costs one write a day."""
    today = timezone.localdate()
    if client.last_used_on != today:
        ApiClient.objects.filter(pk=client.pk).update(last_used_on=today)
