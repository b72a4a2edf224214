"""Where the portal may connect to. Staff write the address, so it must not lead into the portal's own network."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from .trouble import Down, Never

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def check_url(url: str) -> str:
    """What is wrong with it, in words for staff, or nothing."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return _("Adressen går inte att läsa.")
    if not host or parts.username or parts.password or parts.fragment:
        return _("Skriv en hel adress, till exempel https://arenden.example.se/open311/v2.")
    if parts.scheme == "https" or (parts.scheme == "http" and settings.DEVELOPMENT and _is_loopback(host)):
        return ""
    return _("Adressen måste börja med https://.")


def is_allowed(address: Address) -> bool:
    mapped = getattr(address, "ipv4_mapped", None)
    address = mapped or address
    if settings.DEVELOPMENT and address.is_loopback:
        return True
    if any(address in ipaddress.ip_network(network) for network in settings.CASE_SYSTEM_NETWORKS):
        return True
    return address.is_global and not address.is_multicast


def resolve(host: str, port: int) -> str:
    """One address of the host, looked up and judged once, so that no second answer of a name server slips in."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise Down(_("Det finns ingen dator med det namnet just nu. Stämmer adressen?")) from None
    addresses = [str(entry[4][0]) for entry in found]
    if not all(is_allowed(ipaddress.ip_address(address.split("%")[0])) for address in addresses):
        raise Never(_("Adressen leder till ett slutet nät. Be den som driver portalen att tillåta den."))
    return addresses[0]


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
