"""A mail server that can be taken away, put back, and that can call out before it takes a mail."""

from __future__ import annotations

from collections import Counter
from email import message_from_string
from typing import TYPE_CHECKING, Any

from tests.notifications.postbox import Postbox

if TYPE_CHECKING:
    from collections.abc import Callable


class Letterbox(Postbox):
    def __init__(self) -> None:
        super().__init__()
        self.before_data: Callable[[], None] | None = None

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.before_data:
            self.before_data()
        return await super().handle_RCPT(server, session, envelope, address, options)

    def take_away(self) -> None:
        self._controller.stop()

    def put_back(self) -> None:
        from aiosmtpd.controller import Controller

        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def accepted(self) -> Counter[str]:
        """How often each mail was taken, by its Message-ID."""
        return Counter(str(message_from_string(mail)["Message-ID"]) for _to, mail in self.taken)
