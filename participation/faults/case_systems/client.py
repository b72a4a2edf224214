"""The one way in which the portal speaks to a case system: bounded in time and size, never redirected."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import httpx
from django.utils.translation import gettext as _

from participation.core.bounded import Clock
from participation.core.networks import PinnedTransport

from .addresses import check_url, resolve
from .trouble import Again, Cut, Down, Never, Slow, Trouble

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

T = TypeVar("T")
LARGEST = 8 * 1024 * 1024
LONGEST = 30.0  # seconds for a whole answer, head and body, however slowly it drips
SENDING = 100.0  # seconds for all that is sent in one call; with the answer less than a lease
READS = 120.0  # seconds for a list of many pages
READING, CONNECTING = 10.0, 5.0
BEFORE_A_PAGE = b"\xef\xbb\xbf \t\r\n"
NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300

    @property
    def is_page(self) -> bool:
        """Made for people: by something that stands before the system, or in its place."""
        return self.body[:1000].lstrip(BEFORE_A_PAGE).lower().startswith((b"<!doctype html", b"<html"))


class Client:
    """`ends`: when all of its calls must be over, by the monotonic clock; somebody sits and waits for them."""

    def __init__(self, base: str, *, ends: float | None = None) -> None:
        if problem := check_url(base):
            raise Never(problem)
        self.base, self.clock = base.rstrip("/") + "/", Clock(sending=SENDING, answering=LONGEST)
        self.ends = ends
        self._http = httpx.Client(
            transport=PinnedTransport(self.clock, resolve),
            follow_redirects=False,
            trust_env=False,
            headers={"User-Agent": "samskapa"},
        )

    @property
    def ends(self) -> float | None:
        return self.clock.ends

    @ends.setter
    def ends(self, ends: float | None) -> None:
        self.clock.ends = ends

    def send(self, method: str, path: str = "", **parts: Any) -> Answer:
        """Whatever it answers. Raises Down, Slow or Never where there is no answer to speak of."""
        url = self.base + path if path else self.base.rstrip("/")
        try:
            with self._http.stream(method, url, timeout=self._waits(), **parts) as response:
                return Answer(response.status_code, response.headers, _read(response))
        except NEVER_SENT:
            raise Down from None
        except httpx.TimeoutException:
            raise Slow from None
        except httpx.HTTPError:
            raise Cut from None
        except (httpx.InvalidURL, UnicodeError):  # nothing was sent
            raise Never(_("Adressen går inte att läsa.")) from None

    def close(self) -> None:
        self._http.close()

    def _left(self) -> float:
        """Seconds for the next answer. Raises Slow where none are left."""
        left = LONGEST if self.ends is None else self.ends - time.monotonic()
        if left <= 0:
            raise Slow
        return min(left, LONGEST)

    def _waits(self) -> httpx.Timeout:
        left = self._left()
        return httpx.Timeout(min(left, READING), connect=min(left, CONNECTING))


def within_time(rows: Iterable[T], *, most: float = READS) -> Iterator[T]:
    """Raises Slow where a list of many pages, each in time, takes so long that the lease would run out."""
    ends = time.monotonic() + most
    for row in rows:
        if time.monotonic() > ends:
            raise Slow
        yield row


def _read(response: httpx.Response) -> bytes:
    body = bytearray()
    for piece in response.iter_bytes():
        body += piece
        if len(body) > LARGEST:
            raise Again(_("Systemet svarade med orimligt mycket."), may_be_done=True)
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


def unreadable(answer: Answer) -> Again:
    """Of a good status with something that is not the system's answer: it may have been done all the same."""
    if answer.is_page:
        words = _("Systemet svarade med en webbsida (inloggning eller underhåll?) i stället för med ett besked.")
        return Again(words, may_be_done=True)
    return Again(_("Systemets svar går inte att läsa."), may_be_done=True)


def _seconds(told: str) -> int | None:
    return min(int(told), 3600) if told.isdecimal() and len(told) < 6 else None
