from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from participation.eservices import fetching
from participation.eservices.fetching import NotFetched, checked, fetch, is_public


class Source(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        size = 3000 if self.path == "/cut" else 2000
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
            return
        self.send_response(500 if self.path == "/broken" else 200)
        if self.path != "/endless":
            self.send_header("Content-Length", str(size))
        self.end_headers()
        self.wfile.write(self.headers["Host"].encode().ljust(2000, b"."))

    def log_message(self, *args: object) -> None:
        """Silence."""


@pytest.fixture
def source() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Source)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1",
        "10.0.0.8",
        "172.16.3.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
    ],
)
def test_an_internal_number_is_not_public(number):
    assert not is_public(number)


@pytest.mark.parametrize("number", ["8.8.8.8", "2a00:1450:400f:80c::200e", "::ffff:8.8.8.8"])
def test_an_ordinary_number_is_public(number):
    assert is_public(number)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://example.com/",
        "gopher://example.com/",
        "https://",
        "http://a:b@example.com/",
        "http://example.com:99999/",
        "http://[::1",
        "http://example.com/\r\nX: y",
        "//example.com",
        "example.com",
    ],
)
def test_what_is_not_a_plain_web_address_is_never_asked(address, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: pytest.fail("looked up"))

    with pytest.raises(NotFetched):
        checked(address)


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/", "http://2130706433/", "http://0x7f.1/", "http://localhost/", "http://[::1]/"]
)
def test_the_portals_own_machine_is_refused_however_it_is_spelt(address):
    with pytest.raises(NotFetched):
        fetch(address)


def test_a_name_with_one_internal_number_among_public_ones_is_refused(monkeypatch):
    monkeypatch.setattr(fetching, "_numbers", lambda host, port: ["8.8.8.8", "10.0.0.1"])

    with pytest.raises(NotFetched, match="internt nät"):
        checked("https://rebind.example/")


def test_the_connection_goes_to_the_number_that_was_checked(source, monkeypatch):
    """A name that answers differently the second time gains nothing: it is not asked twice."""
    port = int(source.rpartition(":")[2])
    asked: list[str] = []
    monkeypatch.setattr(fetching, "_numbers", lambda host, port: asked.append(host) or ["127.0.0.1"])

    body = fetch(f"http://catalogue.example:{port}/flows", allow_private=True)

    assert asked == ["catalogue.example"]
    assert body.startswith(f"catalogue.example:{port}".encode())


def test_an_internal_address_is_fetched_where_it_is_allowed(source):
    assert len(fetch(f"{source}/flows", allow_private=True)) == 2000


def test_a_redirect_is_followed_and_checked_like_the_first_address(source, monkeypatch):
    assert len(fetch(f"{source}/to//flows", allow_private=True)) == 2000

    monkeypatch.setattr(fetching, "is_public", lambda number: number == "127.0.0.1")
    with pytest.raises(NotFetched, match="internt nät"):
        fetch(f"{source}/to/http://169.254.169.254/latest/meta-data")
    with pytest.raises(NotFetched, match="börja med"):
        fetch(f"{source}/to/file:///etc/passwd")


def test_a_redirect_without_end_is_given_up(source):
    with pytest.raises(NotFetched, match="för många"):
        fetch(source + "/to/" * 9, allow_private=True)


def test_too_large_an_answer_is_refused_whether_it_says_its_size_or_not(source):
    for path in ("/flows", "/endless"):
        with pytest.raises(NotFetched, match="större"):
            fetch(source + path, allow_private=True, size_limit=1999)


def test_an_answer_that_is_cut_off_is_refused(source):
    with pytest.raises(NotFetched, match="helt"):
        fetch(f"{source}/cut", allow_private=True)


def test_an_error_is_not_taken_for_a_catalogue(source):
    with pytest.raises(NotFetched, match="500"):
        fetch(f"{source}/broken", allow_private=True)


def test_a_closed_port_is_told_in_a_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]

        with pytest.raises(NotFetched, match="helt svar"):
            fetch(f"http://127.0.0.1:{port}/", allow_private=True)
