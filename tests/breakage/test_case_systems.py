"""The worker is killed after each step that a case system took, the database is stopped, and a backlog is drained."""

from __future__ import annotations

import json
import os
import signal
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.case_systems.server import Asked, CutOff, Said
from tests.faults.case_systems.support_double import SupportDouble

from .running import Running, until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .cluster import Cluster
    from .letterbox import Letterbox

LEFT = "SELECT count(*) FROM faults_dispatch WHERE state <> 'done'"
BACKLOG = 300


@pytest.fixture(scope="module")
def support() -> Iterator[SupportDouble]:
    with SupportDouble() as double:
        yield double


@pytest.fixture(scope="module")
def portal(
    tmp_path_factory: pytest.TempPathFactory, cluster: Cluster, letterbox: Letterbox, support: SupportDouble
) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("cases") / "data"
    (folder / "static").mkdir(parents=True)
    running = Running(folder, cluster.url("portal"), letterbox.port)
    running.environment |= {"DEMO": "true"}  # a case system on loopback is refused elsewhere
    running.do("add_case_system", url=support.url)
    try:
        yield running
    finally:
        running.stop()


def test_a_worker_killed_after_any_step_loses_nothing_and_repeats_nothing(
    portal: Running, support: SupportDouble
) -> None:
    killed: list[str] = []

    def kill_once_a_step(asked: Asked) -> Said | None:
        step = asked.path.rsplit("/", 1)[-1]
        if asked.method != "POST" or step in killed:
            return None
        killed.append(step)
        os.kill(portal.worker().pid, signal.SIGKILL)
        raise CutOff

    portal.do("report_faults", number=12, photos=1, words="Den blinkar.")
    support.after = kill_once_a_step

    until(lambda: all_is_done(portal), what="the end of all hand-overs")
    support.after = None

    assert killed == ["token", "errands", "attachments", "notes"]
    assert_each_once(portal, support, 12)
    assert all(len(photos) == 1 for photos in support.attachments.values())
    assert all([note["body"] for note in notes] == ["Den blinkar."] for notes in support.notes.values())


def test_a_database_that_stops_at_once_loses_nothing_and_repeats_nothing(
    portal: Running, support: SupportDouble, cluster: Cluster
) -> None:
    before = len(support.errands)
    portal.do("report_faults", number=60)
    portal.worker()
    until(lambda: len(support.errands) > before + 10, what="ten errands")

    cluster.stop_at_once()
    cluster.start()
    until(lambda: all_is_done(portal), what="the end of all hand-overs")

    assert_each_once(portal, support, before + 60)


def test_a_backlog_is_drained_by_two_workers_each_report_once(portal: Running, support: SupportDouble) -> None:
    before = len(support.errands)
    support.mischief = lambda asked: support.problem(503, "away")
    portal.do("report_faults", number=BACKLOG)
    portal.worker()
    portal.start_worker()
    until(lambda: portal.store.execute("SELECT count(*) FROM faults_dispatch WHERE attempts > 0")[0][0] > 5)

    support.mischief = None
    until(lambda: all_is_done(portal), what="the end of the backlog")

    assert_each_once(portal, support, before + BACKLOG)


def all_is_done(portal: Running) -> bool:
    """Nobody waits for a dead worker's lease, nor for the next attempt."""
    portal.worker()
    past = "'2000-01-01 00:00:00'"
    portal.store.execute(f"UPDATE faults_dispatch SET next_attempt_at = {past} WHERE state = 'waiting'")
    portal.store.execute("UPDATE faults_casesystem SET paused_until = NULL")
    if dead_workers(portal):
        portal.store.execute(f"UPDATE faults_dispatch SET leased_until = {past} WHERE state = 'sending'")
    return portal.store.execute(LEFT) == [(0,)]


def dead_workers(portal: Running) -> bool:
    """Whether one died since the last look."""
    dead = [process for process in portal.processes if process.poll() is not None]
    portal.processes[:] = [process for process in portal.processes if process not in dead]
    return bool(dead)


def assert_each_once(portal: Running, support: SupportDouble, number: int) -> None:
    tags = [errand["externalTags"][0]["value"] for errand in support.errands.values()]
    assert len(tags) == len(set(tags)) == number
    there = portal.store.execute("SELECT external_id FROM faults_dispatch")
    assert {row[0] for row in there} == set(support.errands)
    told: dict[str, Any] = portal.do("check", acknowledged=[])
    assert told["integrity"], json.dumps(told)
