"""Where a request comes from, as far as it can be believed."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest

UNKNOWN = "unknown"
HOUSEHOLD = 64  # the bits of an IPv6 address that one connection is given; it chooses the rest freely


def client_address(request: HttpRequest) -> str:
    """The visitor's address, without what they can choose themselves.

    Behind TRUSTED_PROXY_COUNT proxies it is the one that the outermost of them saw, counted from the right, since
    anybody may write what stands to the left. A header that is shorter than that, or no address, is not believed.
    """
    direct = request.META.get("REMOTE_ADDR", "")
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    told = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    seen = told[-proxies] if 0 < proxies <= len(told) else direct
    address = _read(seen) or _read(direct)
    return str(address) if address else UNKNOWN


def household(address: str) -> str:
    """What is counted as one address: an IPv4 address, or the network of an IPv6 address."""
    read = _read(address)
    return str(ip_network((read, HOUSEHOLD), strict=False)) if isinstance(read, IPv6Address) else address


def _read(written: str) -> IPv4Address | IPv6Address | None:
    """Some proxies write the port as well: `192.0.2.1:4711`, `[2001:db8::1]:4711`."""
    bare = written.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ip_address(bare)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
