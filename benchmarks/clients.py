"""Clients that ask as fast as they are answered, from a process of their own each, so that they do not wait for us."""

from __future__ import annotations

import http.client
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

TOKEN = "a" * 32  # of CSRF: any will do where cookie and field agree


BETWEEN = "between-the-parts-of-a-form"
FILES: list[tuple[str, bytes]] = []  # name and content; set before the clients are forked, and never sent to them


def part(told: str, content: bytes, kind: str = "") -> bytes:
    head = f"--{BETWEEN}\r\nContent-Disposition: {told}\r\n" + (f"Content-Type: {kind}\r\n" if kind else "")
    return head.encode() + b"\r\n" + content + b"\r\n"


@dataclass(frozen=True)
class Call:
    path: str
    session: str = ""
    body: str | None = None
    fields: tuple[tuple[str, str], ...] = ()  # of a form that goes with the photos in FILES

    @property
    def content(self) -> bytes | None:
        if not self.fields:
            return self.body.encode() if self.body is not None else None
        parts = [part(f'form-data; name="{name}"', value.encode()) for name, value in self.fields]
        parts += [part(f'form-data; name="photos"; filename="{name}"', photo, "image/jpeg") for name, photo in FILES]
        return b"".join([*parts, f"--{BETWEEN}--\r\n".encode()])

    @property
    def headers(self) -> dict[str, str]:
        cookies = f"csrftoken={TOKEN}" + (f"; sessionid={self.session}" if self.session else "")
        told = {"Cookie": cookies, "Accept-Encoding": "gzip"}
        if self.fields:
            told |= {"Content-Type": f"multipart/form-data; boundary={BETWEEN}", "X-CSRFToken": TOKEN}
        elif self.body is not None:
            told |= {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": TOKEN}
        return told


@dataclass(frozen=True)
class Answered:
    """`taken`: milliseconds of each call. `seconds`: from the first call to the last answer."""

    taken: list[float]
    statuses: list[int]
    seconds: float

    @property
    def each_second(self) -> float:
        return len(self.taken) / self.seconds


def ask(port: int, calls: list[Call], *, clients: int) -> Answered:
    """Share `calls` among `clients`, which work at the same time."""
    shares = [calls[start::clients] for start in range(clients)]
    with ProcessPoolExecutor(clients, mp_context=get_context("fork")) as pool:
        list(pool.map(time.sleep, [0.05] * clients))  # every process is there before the clock starts
        started = time.perf_counter()
        answers = list(pool.map(one_client, [port] * clients, shares))
        seconds = time.perf_counter() - started
    return Answered(
        taken=[taken for client in answers for taken, _status in client],
        statuses=[status for client in answers for _taken, status in client],
        seconds=seconds,
    )


def one_client(port: int, calls: list[Call]) -> list[tuple[float, int]]:
    answers = []
    for call in calls:
        content = call.content
        started = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET" if content is None else "POST", call.path, body=content, headers=call.headers)
        response = connection.getresponse()
        response.read()
        connection.close()
        answers.append(((time.perf_counter() - started) * 1000, response.status))
    return answers
