"""The one way in which the portal speaks to a case system: bounded in time and size, never redirected."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx
from django.utils.translation import gettext as _

from .addresses import check_url, resolve
from .trouble import Again, Down, Never, Slow, Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping

LARGEST = 8 * 1024 * 1024
LONGEST = 30.0  # seconds for a whole answer, however slowly it drips
READING, CONNECTING = 10.0, 5.0
NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300


class PinnedTransport(httpx.HTTPTransport):
    """Connects to the address that was judged; name and certificate stay those of the host."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        host, port = request.url.host, request.url.port or (443 if request.url.scheme == "https" else 80)
        request.extensions["sni_hostname"] = host
        request.url = request.url.copy_with(host=resolve(host, port))
        return super().handle_request(request)


class Client:
    """`ends`: when all of its calls must be over, by the monotonic clock; somebody sits and waits for them."""

    def __init__(self, base: str, *, ends: float | None = None) -> None:
        if problem := check_url(base):
            raise Never(problem)
        self.base, self.ends = base.rstrip("/") + "/", ends
        self._http = httpx.Client(
            transport=PinnedTransport(),
            follow_redirects=False,
            trust_env=False,
            headers={"User-Agent": "samskapa"},
        )

    def send(self, method: str, path: str = "", **parts: Any) -> Answer:
        """Whatever it answers. Raises Down, Slow or Never where there is no answer to speak of."""
        url = self.base + path if path else self.base.rstrip("/")
        try:
            with self._http.stream(method, url, timeout=self._waits(), **parts) as response:
                return Answer(response.status_code, response.headers, _read(response, self._left()))
        except NEVER_SENT:
            raise Down from None
        except httpx.TimeoutException:
            raise Slow from None
        except httpx.HTTPError:
            raise Slow(_("Anslutningen bröts.")) from None

    def close(self) -> None:
        self._http.close()

    def _left(self) -> float:
        """Seconds for a whole answer. Raises Slow where none are left."""
        left = LONGEST if self.ends is None else self.ends - time.monotonic()
        if left <= 0:
            raise Slow
        return min(left, LONGEST)

    def _waits(self) -> httpx.Timeout:
        left = self._left()
        return httpx.Timeout(min(left, READING), connect=min(left, CONNECTING))


def _read(response: httpx.Response, longest: float) -> bytes:
    body, started = bytearray(), time.monotonic()
    for piece in response.iter_bytes():
        body += piece
        if len(body) > LARGEST:
            raise Again(_("Systemet svarade med orimligt mycket."), may_be_done=True)
        if time.monotonic() - started > longest:
            raise Slow
    return bytes(body)


def trouble_of(answer: Answer, said: str = "") -> Trouble:
    """What an answer that is not good means, unless the kind knows better. `said` is the system's own explanation."""
    said = " ".join(said.split())[:160]
    if answer.status in (401, 403):
        return Again(_("Systemet godtog inte våra inloggningsuppgifter. Kontrollera nycklarna."))
    if answer.status in (408, 425, 429) or answer.status >= 500:
        return Again(
            _("Systemet kunde inte ta emot just nu (svar %(code)s).") % {"code": answer.status},
            may_be_done=answer.status >= 500,
            wait=_seconds(answer.headers.get("retry-after", "")),
        )
    if 300 <= answer.status < 400:
        return Never(_("Systemet har flyttat till en annan adress. Rätta adressen."))
    return Never(_("Systemet sade nej (svar %(code)s): %(said)s") % {"code": answer.status, "said": said or "–"})


def _seconds(told: str) -> int | None:
    return min(int(told), 3600) if told.isdecimal() and len(told) < 6 else None
