"""The worker is killed after each step that a case system took, the database is stopped, and a backlog is drained."""

from __future__ import annotations

import os
import signal
import threading
import time
from typing import TYPE_CHECKING

import pytest

from participation.faults.case_systems.client import READING
from tests.faults.case_systems.server import Asked, CutOff, Said
from tests.faults.case_systems.support_double import SupportDouble

from .cases import PAST, all_is_done, assert_each_once, count
from .running import Running, until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .cluster import Cluster
    from .letterbox import Letterbox

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


def test_a_slow_system_never_makes_a_quick_one_wait(portal: Running, support: SupportDouble) -> None:
    """The slow one says nothing at all until the quick one has everything."""
    before, answers = len(support.errands), threading.Event()
    with SupportDouble() as slow:
        slow.mischief = lambda asked: answers.wait(60) and None
        portal.do("add_case_system", url=slow.url, name="Slow", category="brunnar")
        portal.do("report_faults", number=20, category="brunnar")
        portal.worker()
        until(lambda: slow.waiting, what="the first who waits for the slow one")
        portal.do("report_faults", number=20)

        until(lambda: count(portal, "name = 'SM' AND state <> 'done'") == 0, what="the end of the quick one")
        left = count(portal, "name = 'Slow' AND state <> 'done'")
        answers.set()
        until(lambda: all_is_done(portal), what="the end of the slow one")

        assert left == 20
        assert len(support.errands) == before + 20
        assert len({errand["externalTags"][0]["value"] for errand in slow.errands.values()}) == len(slow.errands) == 20


def test_an_answer_that_comes_too_late_makes_no_second_case(portal: Running, support: SupportDouble) -> None:
    before, slept = len(support.errands), []

    def too_late(asked: Asked) -> Said | None:
        if len(support.errands) > before and not slept:
            slept.append(asked)
            time.sleep(READING + 1)
        return None

    support.after = too_late
    portal.do("report_faults", number=1)
    until(lambda: all_is_done(portal), what="the end of all hand-overs")
    support.after = None

    assert [asked.method for asked in slept] == ["POST"]
    assert len(support.errands) == before + 1


def test_what_waited_for_days_is_sent_by_one_press_when_the_system_is_back(
    portal: Running, support: SupportDouble
) -> None:
    before = len(support.errands)
    portal.store.execute("UPDATE faults_casesystem SET url = 'http://127.0.0.1:9' WHERE name = 'SM'")
    portal.do("report_faults", number=30)
    portal.store.execute(f"UPDATE faults_dispatch SET waiting_since = {PAST} WHERE state <> 'done'")
    portal.worker()  # afterwards: one at work may go on with the address that it has read
    until(lambda: portal.store.execute("SELECT 1 FROM faults_casesystem WHERE failing_since IS NOT NULL"))
    portal.store.execute(f"UPDATE faults_casesystem SET failing_since = {PAST} WHERE name = 'SM'")

    until(lambda: count(portal, "state = 'dead'") == 30 or all_is_done(portal), what="thirty for staff to see")
    words = portal.store.execute("SELECT DISTINCT error FROM faults_dispatch WHERE state = 'dead'")
    portal.store.execute(f"UPDATE faults_casesystem SET url = '{support.url}' WHERE name = 'SM'")
    portal.do("send_all_again")
    until(lambda: all_is_done(portal), what="the end of all hand-overs")

    assert words == [("Systemet har inte svarat på 4 dagar. Skicka igen när det svarar.",)]
    assert len(support.errands) == before + 30


def test_a_worker_that_cron_starts_carries_all_that_waits_and_ends(portal: Running, support: SupportDouble) -> None:
    before = len(support.errands)
    worker = portal.worker()
    worker.terminate()
    worker.wait(timeout=60)
    portal.do("report_faults", number=45, photos=1)

    done = portal.manage("worker", "--once")

    assert done.returncode == 0, done.stderr
    assert count(portal, "state <> 'done'") == 0
    assert len(support.errands) == before + 45
