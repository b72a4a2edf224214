"""A real HTTP server on loopback whose answers a test writes, and misbehaves with."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from django.http.multipartparser import MultiPartParser
from django.http.request import QueryDict

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass
class Asked:
    method: str
    path: str
    query: dict[str, str]
    headers: Any
    body: bytes
    form: dict[str, Any] = field(default_factory=dict)
    files: list[tuple[str, str, bytes]] = field(default_factory=list)


@dataclass
class Said:
    status: int = 200
    body: bytes = b""
    type: str = "text/xml; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


class CutOff(Exception):
    """The line breaks before the answer."""


class Double:
    """Base of the doubles: `answer(asked)` says what; `mischief` is called first and may answer in its place."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.mischief: Callable[[Asked], Said | None] | None = None
        self.after: Callable[[Asked], Said | None] | None = None  # when it is done already
        self.delay = 0.0
        self.waiting = False  # whether anybody has come
        self.lock = threading.RLock()
        double = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                asked = parsed(self.command, self.path, self.headers, self.rfile.read(length))
                try:
                    said = double.respond(asked)
                except CutOff:
                    self.close_connection = True
                    return
                try:
                    self.send_response(said.status)
                    for name, value in {"Content-Type": said.type, **said.headers}.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(said.body)))
                    self.end_headers()
                    self.wfile.write(said.body)
                except OSError:
                    self.close_connection = True

            do_GET = do_POST = do_PATCH = handle_any

            def log_message(self, *args: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 64

            def handle_error(self, *args: Any) -> None:
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def respond(self, asked: Asked) -> Said:
        self.waiting = True
        if self.delay:
            time.sleep(self.delay)
        with self.lock:
            self.asked.append(asked)
            if self.mischief and (said := self.mischief(asked)):
                return said
            said = self.answer(asked)
            if self.after and (other := self.after(asked)):
                return other
            return said

    def answer(self, asked: Asked) -> Said:
        raise NotImplementedError

    def posts(self, ending: str) -> list[Asked]:
        return [asked for asked in self.asked if asked.method == "POST" and asked.path.endswith(ending)]

    def __enter__(self) -> Any:
        self.thread.start()
        return self

    def __exit__(self, *args: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def parsed(method: str, target: str, headers: Any, body: bytes) -> Asked:
    parts = urlsplit(target)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    asked = Asked(method, parts.path, query, headers, body)
    kind = headers.get("Content-Type") or ""
    if kind.startswith("application/x-www-form-urlencoded"):
        asked.form = dict(QueryDict(body).lists())
    elif kind.startswith("multipart/form-data"):
        asked.form, asked.files = multipart(body, kind)
    asked.form = {name: values[0] if len(values) == 1 else values for name, values in asked.form.items()}
    return asked


def multipart(body: bytes, kind: str) -> tuple[dict[str, Any], list[tuple[str, str, bytes]]]:
    from io import BytesIO

    from django.core.files.uploadhandler import MemoryFileUploadHandler

    handler = MemoryFileUploadHandler()
    meta = {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(body))}
    post, files = MultiPartParser(meta, BytesIO(body), [handler]).parse()
    found = [(name, file.name, file.read()) for name, rows in files.lists() for file in rows]
    return dict(post.lists()), found
