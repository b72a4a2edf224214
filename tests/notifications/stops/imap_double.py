"""A letterbox that really listens on this machine and speaks as much IMAP4rev1 as we ask."""

from __future__ import annotations

import re
import socketserver
import threading


class ImapDouble:
    def __init__(self, mails: list[bytes], *, password: str = "hemligt") -> None:
        self.mails = {number: [mail, set()] for number, mail in enumerate(mails, 1)}
        self.password = password
        box = self

        class Session(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                box._talk(self)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]

    def flags(self, number: int) -> set[str]:
        return self.mails[number][1]  # type: ignore[return-value]

    def _talk(self, session: socketserver.StreamRequestHandler) -> None:  # noqa: C901 - one case for each command
        def say(line: bytes) -> None:
            session.wfile.write(line + b"\r\n")

        say(b"* OK ready")
        for raw in session.rfile:
            tag, command, *rest = raw.decode().strip().split(" ", 2)
            words = rest[0] if rest else ""
            match command.upper():
                case "CAPABILITY":
                    say(b"* CAPABILITY IMAP4rev1")
                case "LOGIN":
                    if self.password not in words:
                        say(f"{tag} NO wrong".encode())
                        continue
                case "SELECT":
                    say(f"* {len(self.mails)} EXISTS".encode())
                case "UID":
                    self._uid(say, words)
                case "EXPUNGE":
                    self.mails = {number: row for number, row in self.mails.items() if "\\Deleted" not in row[1]}
                case "LOGOUT":
                    say(b"* BYE")
            say(f"{tag} OK done".encode())

    def _uid(self, say, words: str) -> None:  # type: ignore[no-untyped-def]
        command, _space, asked = words.partition(" ")
        if command == "SEARCH":
            unseen = [str(number) for number, (_mail, flags) in self.mails.items() if "\\Seen" not in flags]
            say(("* SEARCH " + " ".join(unseen)).encode())
            return
        number = int(asked.split(" ")[0])
        mail, flags = self.mails[number]
        if command == "FETCH":
            say(f"* {number} FETCH (UID {number} BODY[]<0> {{{len(mail)}}}".encode())
            say(mail + b")")
        elif command == "STORE":
            flags.update(re.findall(r"\\\w+", asked))

    def __enter__(self) -> ImapDouble:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *args: object) -> None:
        self._server.shutdown()
        self._server.server_close()
