"""PostgreSQL is stopped as if the power went, web workers are killed, and several workers share the mail."""

from __future__ import annotations

import os
import signal
import subprocess
from typing import TYPE_CHECKING

import pytest
import requests

from .conftest import all_is_well
from .crowd import Crowd
from .running import children_of, until

if TYPE_CHECKING:
    from .cluster import Cluster
    from .letterbox import Letterbox
    from .running import Running

pytestmark = pytest.mark.usefixtures("nothing_in_the_box")


def test_an_immediate_stop_loses_nothing_that_was_acknowledged_and_tells_once(
    on_postgresql: Running, cluster: Cluster, letterbox: Letterbox
) -> None:
    portal, words = on_postgresql, "Det här skrev jag när databasen försvann."
    portal.worker()
    topic = portal.world["topics"][-1]
    with Crowd(portal) as crowd:
        crowd.wait_for(25)
        os.kill(children_of(portal.web)[0], signal.SIGKILL)
        crowd.wait_for(10)
        cluster.stop_at_once()
        refused = portal.post(portal.person(0), f"/samtal/skriv/{topic}/", comment=words)
        alive = portal.answers()
        ready = requests.get(f"{portal.url}/readyz", timeout=30)
        cluster.start()
        crowd.wait_for(25)
    until(portal.store.mail_goes_out)

    assert refused.status_code == 503
    assert words in refused.text
    assert "Felnummer" in refused.text
    assert alive
    assert ready.status_code == 503
    assert not ready.json()["checks"]["database"]["ok"]
    assert {answer.status_code for answer in crowd.unhappy} <= {503}
    mails = all_is_well(portal, crowd.acknowledged)
    assert letterbox.accepted()
    assert set(letterbox.accepted().values()) == {1}
    assert set(mails.values()) == {"sent"}


def test_three_workers_send_three_hundred_mails_each_once(on_postgresql: Running, letterbox: Letterbox) -> None:
    workers: list[subprocess.Popen[bytes]] = [
        on_postgresql.worker(),
        on_postgresql.start_worker(),
        on_postgresql.start_worker(),
    ]
    beating = "SELECT count(*) FROM notifications_heartbeat"
    until(lambda: on_postgresql.store.execute(beating) == [(3,)], what="three heartbeats")

    written = on_postgresql.do("write_mails", number=300)["message_ids"]
    until(on_postgresql.store.all_mail_is_settled)
    for worker in workers:
        worker.terminate()

    assert [worker.wait(timeout=60) for worker in workers] == [0, 0, 0]
    assert on_postgresql.store.execute(beating) == [(0,)]
    assert set(letterbox.accepted()) == set(written)
    assert set(letterbox.accepted().values()) == {1}
