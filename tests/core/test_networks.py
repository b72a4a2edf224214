"""Addresses that lead somewhere else than they say."""

from __future__ import annotations

import ipaddress
from typing import Any

import pytest

from participation.core import networks


@pytest.mark.parametrize(
    "address",
    [
        "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::a00:1", "2002:7f00:1::", "::7f00:1", "::1", "::",
        "fec0::1", "fe80::1", "fc00::1", "192.0.0.8", "::ffff:10.0.0.1", "2001:0:7f00:1::", "169.254.169.254",
    ],
)  # fmt: skip
def test_an_address_that_wraps_another_leads_nowhere(address: str, settings: Any) -> None:
    settings.DEVELOPMENT = False

    assert not networks.is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"])
def test_an_address_of_the_open_net_is_allowed(address: str, settings: Any) -> None:
    settings.DEVELOPMENT = False

    assert networks.is_public(ipaddress.ip_address(address))


def test_the_owner_allows_a_network_of_their_own(settings: Any) -> None:
    settings.DEVELOPMENT = False
    own = ipaddress.ip_address("10.1.2.3")

    assert networks.is_public(own, also=["10.1.0.0/16"])
    assert not networks.is_public(own, also=["10.2.0.0/16"])
