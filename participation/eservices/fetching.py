"""Fetches a file from an address that a person typed, without becoming a door into the municipality's own network.

The name is resolved once, every address it has must be public, and the connection goes to the address that was
checked, so that a name which answers differently the second time gains nothing. A redirect is a new address and
is checked like the first.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import SplitResult, urljoin, urlsplit

from django.utils.translation import gettext as _

SIZE_LIMIT = 20 * 1024 * 1024
PATIENCE = 20.0  # seconds without an answer
PATIENCE_IN_ALL = 60.0
REDIRECTS = 3
CHUNK = 64 * 1024
# Networks that carry another, perhaps private, address inside a public-looking one.
TRANSLATED = [
    ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")
]


class NotFetched(Exception):
    """The file was not fetched. The message is a sentence for the person who asked for it."""


@dataclass(frozen=True)
class Place:
    """An address that has been checked: what to ask for, and the number to connect to."""

    url: SplitResult
    number: str

    @property
    def port(self) -> int:
        return self.url.port or (443 if self.url.scheme == "https" else 80)

    @property
    def target(self) -> str:
        return (self.url.path or "/") + (f"?{self.url.query}" if self.url.query else "")


def fetch(address: str, *, allow_private: bool = False, size_limit: int = SIZE_LIMIT) -> bytes:
    """What the address answers, at most size_limit bytes. Raises NotFetched."""
    deadline = time.monotonic() + PATIENCE_IN_ALL
    for _hop in range(REDIRECTS + 1):
        place = checked(address, allow_private=allow_private)
        answer = _ask(place, deadline=deadline, size_limit=size_limit)
        if isinstance(answer, bytes):
            return answer
        onward = urljoin(address, answer)
        if place.url.scheme == "https" and not onward.startswith("https://"):
            raise NotFetched(_("Adressen skickar oss vidare till en sida utan kryptering. Det går vi inte med på."))
        address = onward
    raise NotFetched(_("Adressen skickar oss vidare för många gånger."))


def checked(address: str, *, allow_private: bool = False) -> Place:
    """The place of an http(s) address whose every number is public. Raises NotFetched."""
    try:
        url = urlsplit(address)
        host, port = url.hostname, url.port
    except ValueError as error:
        raise NotFetched(_("Det är inte en hel webbadress.")) from error
    if url.scheme not in {"http", "https"} or not host or not address.isprintable() or " " in address:
        raise NotFetched(_("Adressen ska börja med http:// eller https://."))
    if url.username is not None:
        raise NotFetched(_("Adressen får inte innehålla ett användarnamn."))
    numbers = _numbers(host, port or (443 if url.scheme == "https" else 80))
    if not allow_private and not all(is_public(number) for number in numbers):
        raise NotFetched(_("Adressen ligger i ett internt nät. Lägg till --allow-private om det är meningen."))
    return Place(url=url, number=numbers[0])


def is_public(number: str) -> bool:
    """Whether anybody on the internet could connect to this number."""
    ip = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return is_public(str(ip.ipv4_mapped))
        if any(ip in network for network in TRANSLATED):
            return False
    return ip.is_global and not ip.is_multicast


def _numbers(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotFetched(_("Hittar inte %(host)s.") % {"host": host}) from error
    return [str(row[4][0]) for row in found]


def _ask(place: Place, *, deadline: float, size_limit: int) -> bytes | str:
    """The body, or the address of a redirect."""
    connection = _connection(place)
    try:
        connection.request(
            "GET",
            place.target,
            headers={"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "Samskapa"},
        )
        response = connection.getresponse()
        if response.status in {301, 302, 303, 307, 308} and (onward := response.headers.get("Location")):
            return onward
        if response.status != http.HTTPStatus.OK:
            raise NotFetched(_("Servern svarade %(status)d i stället för 200.") % {"status": response.status})
        return _read(response, deadline=deadline, size_limit=size_limit)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NotFetched(_("Fick inget helt svar från %(host)s.") % {"host": place.url.hostname}) from error
    finally:
        connection.close()


def _connection(place: Place) -> http.client.HTTPConnection:
    """A connection that speaks to the host by its name but dials the number that was checked."""
    kind = _PinnedTLS if place.url.scheme == "https" else _Pinned
    connection = kind(str(place.url.hostname), place.port, timeout=PATIENCE)
    connection.number = place.number
    return connection


class _Pinned(http.client.HTTPConnection):
    number = ""

    def connect(self) -> None:
        self.sock = socket.create_connection((self.number, self.port), self.timeout)


class _PinnedTLS(_Pinned):
    default_port = 443

    def connect(self) -> None:
        super().connect()
        self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def _read(response: http.client.HTTPResponse, *, deadline: float, size_limit: int) -> bytes:
    body = bytearray()
    while chunk := response.read1(CHUNK):
        body += chunk
        if len(body) > size_limit:
            _too_big(size_limit)
        if time.monotonic() > deadline:
            raise NotFetched(_("Servern svarar för långsamt."))
    if response.length:
        raise NotFetched(_("Svaret bröts innan det var helt."))
    return bytes(body)


def _too_big(size_limit: int) -> NoReturn:
    raise NotFetched(_("Svaret är större än %(size)d MB.") % {"size": size_limit // 1024 // 1024})
