from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def all_are_loopback(hosts: Iterable[str | None]) -> bool:
    """Whether these names of ALLOWED_HOSTS are this machine and no other."""
    return all(_is_loopback(host or "") for host in hosts)


def _is_loopback(host: str) -> bool:
    name = host.strip("[]").rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
