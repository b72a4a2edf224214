"""A server that gives its answer a byte at a time."""

from __future__ import annotations

import socket
import threading

PAUSE = 0.1


class Dripping:
    """Accepts whatever comes, and answers `answer`, then a letter every now and then for as long as anybody listens."""

    def __init__(self, answer: bytes, *, reads: bool = True) -> None:
        self.answer, self.reads, self.over = answer, reads, threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(0.1)
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.threads = [threading.Thread(target=self._accept, daemon=True)]
        self.threads[0].start()

    def _accept(self) -> None:
        while not self.over.is_set():
            try:
                line, _address = self.listener.accept()
            except TimeoutError:
                continue
            self.threads.append(threading.Thread(target=self._drip, args=(line,), daemon=True))
            self.threads[-1].start()

    def _drip(self, line: socket.socket) -> None:
        with line:
            try:
                while not self.reads and not self.over.wait(PAUSE):
                    line.recv(100)
                line.sendall(self.answer)
                while not self.over.wait(PAUSE):
                    line.sendall(b"a")
            except OSError:
                pass

    def close(self) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join()
        self.listener.close()
