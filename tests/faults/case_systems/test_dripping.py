"""A system that gives its answer a byte at a time is waited for no longer than one that is silent."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from participation.core import bounded
from participation.faults.case_systems import client
from participation.faults.case_systems.client import Client
from participation.faults.case_systems.connecting import try_connection
from participation.faults.case_systems.support_management import login
from participation.faults.case_systems.trouble import Again, Slow
from tests.dripping import Dripping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from participation.faults.models import CaseSystem


@pytest.fixture(params=[b"HTTP/1.1 200 OK\r\nX-A: ", b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", b""])
def dripping(request: pytest.FixtureRequest) -> Iterator[Dripping]:
    server = Dripping(request.param)
    yield server
    server.close()


def took(started: float) -> float:
    return time.monotonic() - started


def test_an_answer_that_drips_in_its_head_or_body_has_an_end(
    dripping: Dripping, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "LONGEST", 0.5)
    started = time.monotonic()

    with pytest.raises(Slow):
        Client(dripping.url).send("GET", "requests.xml")

    assert took(started) < 5


def test_whoever_tries_the_connection_waits_no_longer_than_was_said(
    dripping: Dripping, monkeypatch: pytest.MonkeyPatch, o_system: CaseSystem
) -> None:
    monkeypatch.setattr("participation.faults.case_systems.connecting.LASTS", 0.5)
    o_system.url = dripping.url
    started = time.monotonic()

    tried = try_connection(o_system)

    assert tried.found.problem == "Systemet svarade inte i tid."
    assert took(started) < 5


def test_signing_in_has_an_end_too(dripping: Dripping, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "LONGEST", 0.5)
    started = time.monotonic()

    with pytest.raises(Again, match="Inloggningen"):
        login.token_for(dripping.url, "somebody", "else")

    assert took(started) < 5


def test_a_system_that_takes_a_photo_a_few_bytes_at_a_time_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "SENDING", 0.5)
    server, started = Dripping(b"", reads=False), time.monotonic()

    try:
        with pytest.raises(Slow):
            Client(server.url).send("POST", "requests.xml", content=b"x" * 20_000_000)
    finally:
        server.close()

    assert took(started) < 15


def test_a_call_ends_within_the_lease() -> None:
    from participation.faults.case_systems.taking import LEASE

    assert LEASE.total_seconds() > client.SENDING + client.LONGEST + client.CONNECTING
    assert LEASE.total_seconds() > client.READS + client.LONGEST + client.CONNECTING


def test_many_pages_each_in_time_have_an_end_together() -> None:
    with pytest.raises(Slow):
        list(client.within_time(range(3), most=-1))


def test_the_clock_of_an_answer_begins_anew_with_each_call() -> None:
    clock = bounded.Clock(sending=10, answering=1)

    first = clock.left_to_answer()
    time.sleep(0.05)
    second = clock.left_to_answer()
    clock.begin()
    anew = clock.left_to_answer()

    assert second < first
    assert anew > second
