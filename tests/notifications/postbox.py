"""A mail server that really listens on this machine, and misbehaves when told to."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller

if TYPE_CHECKING:
    from collections.abc import Callable


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Postbox:
    def __init__(self, **controls: Any) -> None:
        self.taken: list[tuple[str, str]] = []  # (receiver, the mail as text)
        self.refusals: dict[str, str] = {}  # receiver → answer to RCPT
        self.pause = 0.0  # seconds before each answer to a mail
        self.after_data: Callable[[], str | None] | None = None
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, **controls)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if answer := self.refusals.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        await asyncio.sleep(self.pause)
        for receiver in envelope.rcpt_tos:
            self.taken.append((receiver, envelope.content.decode()))
        if self.after_data:
            answer = self.after_data()
            if answer is None:
                server.transport.abort()  # the line breaks before the answer
                return "421 gone"
            return answer
        return "250 OK"

    @property
    def receivers(self) -> list[str]:
        return [receiver for receiver, _mail in self.taken]

    def __enter__(self) -> Postbox:
        self._controller.start()
        return self

    def __exit__(self, *args: object) -> None:
        self._controller.stop()
