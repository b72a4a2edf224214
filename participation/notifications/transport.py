"""The line to the mail server: short patience for each of its answers, and long for the last one.

Until the final dot is on its way nothing has gone, whatever breaks. After it the server may have the mail without
having said so. RFC 5321 (4.5.3.2.6) asks for ten minutes then: who gives a server up too early sends it the same again.
"""

from __future__ import annotations

import re
import selectors
import smtplib
import socket
import time
from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend

if TYPE_CHECKING:
    from collections.abc import Callable

BLOCK = 64 * 1024  # each of them has the patience of an answer
A_LOOK = 1.0  # seconds between two signs of life of whoever waits
NO_LONGER_A_LINE = re.compile(rb"(?m)^\.")


class NoAnswer(smtplib.SMTPException):
    """The line broke after the final dot: nobody knows whether the mail went."""


class Silence(NoAnswer):
    """The line is there, and the server says nothing: the next mail would fare no better."""


class Line(smtplib.SMTP):
    sock: socket.socket

    def __init__(self, *args: Any, patience: float, meanwhile: Callable[[], object], **kwargs: Any) -> None:
        self.patience, self.meanwhile = patience, meanwhile
        super().__init__(*args, **kwargs)

    def connect(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        answer = super().connect(*args, **kwargs)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # the dot goes by itself, and at once
        return answer

    def data(self, msg: Any) -> tuple[int, bytes]:
        """As smtplib's. Raises NoAnswer where the mail may have gone, and what it always raised where it has not."""
        self.putcmd("data")
        code, words = self.getreply()
        if code != 354:
            raise smtplib.SMTPDataError(code, words)
        said = NO_LONGER_A_LINE.sub(b"..", msg) + (b"" if msg.endswith(b"\r\n") else b"\r\n")
        for start in range(0, len(said), BLOCK):
            self.send(said[start : start + BLOCK])
        try:
            self.send(b".\r\n")
            code, words = self._last_answer()
        except NoAnswer:
            self.close()
            raise
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise NoAnswer from error
        if not 200 <= code < 600:
            self.close()
            raise NoAnswer
        return code, words

    def _last_answer(self) -> tuple[int, bytes]:
        ends, usual = time.monotonic() + self.patience, self.sock.gettimeout()
        with selectors.DefaultSelector() as look:
            look.register(self.sock, selectors.EVENT_READ)
            while (left := ends - time.monotonic()) > 0:
                if look.select(min(left, A_LOOK)):
                    self.sock.settimeout(left)
                    answer = self.getreply()
                    self.sock.settimeout(usual)
                    return answer
                self.meanwhile()
        raise Silence


class SealedLine(Line, smtplib.SMTP_SSL):
    pass


class Transport(EmailBackend):
    """Django's, on a line that knows what it gave away. `meanwhile` is called about every second while one waits."""

    def __init__(self, *args: Any, meanwhile: Callable[[], object] = lambda: None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meanwhile = meanwhile

    @property
    def connection_class(self) -> Any:
        kind = SealedLine if self.use_ssl else Line
        return partial(kind, patience=settings.EMAIL_ANSWER_TIMEOUT, meanwhile=self.meanwhile)
