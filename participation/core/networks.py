"""Where the portal may connect to on somebody else's word: never into a closed network, and only to what was judged."""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING

import httpcore
import httpx
from django.conf import settings

from .bounded import BoundedBackend

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .bounded import Clock

# What Python's older versions call global, or what leads on to an IPv4 address: NAT64 (also the local one), 6to4,
# Teredo, the compatible ones that nobody uses any more, and the old site-local ones.
_WRAPPED = ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96", "fec0::/10")
CLOSED = [ipaddress.ip_network(network) for network in (*_WRAPPED, "192.0.0.0/24", "192.88.99.0/24")]
KEPT = 5.0  # seconds that a line waits for another call
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NoSuchHost(Exception):
    """No name server knows it just now."""


class ClosedNetwork(Exception):
    """It leads into a network that is not public."""


def is_public(address: Address, *, also: Iterable[str] = ()) -> bool:
    """`also` are closed networks that the portal's owner allows. Loopback is for demonstrations."""
    address = getattr(address, "ipv4_mapped", None) or address
    if settings.DEVELOPMENT and address.is_loopback:
        return True
    if any(address in ipaddress.ip_network(network) for network in also):
        return True
    is_closed = any(address in network for network in CLOSED if network.version == address.version)
    return address.is_global and not address.is_multicast and not is_closed


def resolve(host: str, port: int, *, also: Iterable[str] = ()) -> str:
    """One address of the host, looked up and judged once, so that no second answer of a name server slips in.

    Raises NoSuchHost, ClosedNetwork.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NoSuchHost from None
    addresses = [str(entry[4][0]) for entry in found]
    allowed = list(also)
    if not all(is_public(ipaddress.ip_address(address.split("%")[0]), also=allowed) for address in addresses):
        raise ClosedNetwork
    return addresses[0]


class PinnedTransport(httpx.HTTPTransport):
    """Connects to the address that was judged; name and certificate stay those of the host. `clock` ends each call."""

    def __init__(self, clock: Clock, find: Callable[[str, int], str] = resolve) -> None:
        super().__init__(trust_env=False)
        self._clock, self._find = clock, find
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            keepalive_expiry=KEPT,
            network_backend=BoundedBackend(clock),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._clock.begin()
        host, port = request.url.host, request.url.port or (443 if request.url.scheme == "https" else 80)
        request.extensions["sni_hostname"] = host
        request.url = request.url.copy_with(host=self._find(host, port))
        return super().handle_request(request)
