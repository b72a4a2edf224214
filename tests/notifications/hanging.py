"""A mail server that really listens on this machine, greets, and then says nothing more from some word on."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

END = "."  # the dot at the end of the mail
NEVER = "never"


class Hanging:
    """Each connection has its own word in `at` (the last for all that follow): "greeting", "EHLO", "MAIL", "RCPT",
    "DATA", END or NEVER. `mails` counts the dots that it saw.
    """

    def __init__(self, *at: str, breaks: bool = False, garbage: bytes = b"") -> None:
        self.at, self.breaks, self.garbage = at, breaks, garbage
        self.mails = self.connections = 0
        self._open: list[socket.socket] = []
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]

    def __enter__(self) -> Hanging:
        threading.Thread(target=self._answer_all, daemon=True).start()
        return self

    def __exit__(self, *args: object) -> None:
        self._server.close()
        for line in self._open:
            line.close()

    def _answer_all(self) -> None:
        with suppress(OSError):
            while True:
                line, _address = self._server.accept()
                self._open.append(line)
                at = self.at[min(self.connections, len(self.at) - 1)]
                self.connections += 1
                threading.Thread(target=self._talk, args=(line, at), daemon=True).start()

    def _talk(self, line: socket.socket, at: str) -> None:
        with suppress(OSError):
            for word in self._words(line):
                self.mails += word == END
                if word == at:
                    self._hang(line)
                    break
                answers = {"greeting": b"220 hello\r\n", "DATA": b"354 go on\r\n", "QUIT": b"221 bye\r\n"}
                line.sendall(answers.get(word, b"250 OK\r\n"))

    def _words(self, line: socket.socket) -> Iterator[str]:
        yield "greeting"
        is_in_a_mail = False
        for said in line.makefile("rb"):
            word = said.decode().strip().split(" ")[0].upper()
            if not is_in_a_mail or word == END:
                is_in_a_mail = word == "DATA"
                yield word

    def _hang(self, line: socket.socket) -> None:
        if self.garbage:
            line.sendall(self.garbage)
        if self.breaks:
            line.shutdown(socket.SHUT_RDWR)
            line.close()
