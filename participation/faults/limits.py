"""How often one address or account may send. Generous: a whole school can sit behind one address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from django.http import HttpRequest

AN_HOUR = 60 * 60
MOST_AN_HOUR = 200


def sends_too_often(request: HttpRequest, *, most: int = MOST_AN_HOUR) -> bool:
    """Counts this sending. The address comes from allauth, which knows how many proxies to trust."""
    who = f"account {request.user.pk}" if request.user.is_authenticated else get_adapter().get_client_ip(request)
    # The cache holds no address, only what cannot be turned back into one.
    key = f"faults-{salted_hmac('faults.limits', who).hexdigest()}"
    cache.add(key, 0, AN_HOUR)
    try:
        return cache.incr(key) > most
    except ValueError:  # it expired in between
        return False
