"""Where the portal may connect to. Staff write the address, so it must not lead into the portal's own network."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from participation.core import networks

from .trouble import Down, Never


def check_url(url: str) -> str:
    """What is wrong with it, in words for staff, or nothing."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return _("Adressen går inte att läsa.")
    if not host or parts.username or parts.password or parts.fragment or "?" in url:
        return _("Skriv en hel adress, till exempel https://arenden.example.se/open311/v2.")
    if parts.scheme == "https" or (parts.scheme == "http" and settings.DEVELOPMENT and _is_loopback(host)):
        return ""
    return _("Adressen måste börja med https://.")


def resolve(host: str, port: int) -> str:
    """As core.networks, with what the portal's owner allows. Raises Down, Never."""
    try:
        return networks.resolve(host, port, also=settings.CASE_SYSTEM_NETWORKS)
    except networks.NoSuchHost:
        raise Down(_("Det finns ingen dator med det namnet just nu. Stämmer adressen?")) from None
    except networks.ClosedNetwork:
        raise Never(_("Adressen leder till ett slutet nät. Be den som driver portalen att tillåta den.")) from None


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
