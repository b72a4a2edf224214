"""Connections with an end. A time limit on each read alone lets a system drip one byte at a time for ever."""

from __future__ import annotations

import ssl
import time
from typing import TYPE_CHECKING, Any

import httpcore

if TYPE_CHECKING:
    from collections.abc import Iterable

PIECE = 16 * 1024  # bytes sent between two looks at the clock


class Clock:
    """Of one call at a time: `sending` seconds for all of it to go there, then `answering` for the whole answer,
    head and body. `ends` bounds both, by the monotonic clock."""

    def __init__(self, *, sending: float, answering: float) -> None:
        self.sending, self.answering = sending, answering
        self.ends: float | None = None
        self.begin()

    def begin(self) -> None:
        self._sent_by = time.monotonic() + self.sending
        self._answered_by: float | None = None

    def left_to_send(self) -> float:
        self._answered_by = None
        return self._left(self._sent_by)

    def left_to_answer(self) -> float:
        """From the first time that somebody waits for it."""
        if self._answered_by is None:
            self._answered_by = time.monotonic() + self.answering
        return self._left(self._answered_by)

    def _left(self, until: float) -> float:
        return (until if self.ends is None else min(until, self.ends)) - time.monotonic()


class BoundedStream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, clock: Clock) -> None:
        self._stream, self._clock = stream, clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        left = self._clock.left_to_answer()
        if left <= 0:
            raise httpcore.ReadTimeout
        return self._stream.read(max_bytes, _less(timeout, left))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), PIECE):
            left = self._clock.left_to_send()
            if left <= 0:
                raise httpcore.WriteTimeout
            self._stream.write(buffer[start : start + PIECE], _less(timeout, left))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The handshake has one limit for all of it already."""
        return BoundedStream(self._stream.start_tls(ssl_context, server_hostname, timeout), self._clock)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class BoundedBackend(httpcore.NetworkBackend):
    def __init__(self, clock: Clock) -> None:
        self._clock, self._backend = clock, httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        stream = self._backend.connect_tcp(host, port, timeout, local_address, socket_options)
        return BoundedStream(stream, self._clock)


def _less(timeout: float | None, left: float) -> float:
    return left if timeout is None else min(timeout, left)
