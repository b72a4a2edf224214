"""One machine with SQLite: what breaks around the portal, and what people and their mail see of it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import threading
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from . import gossip
from .conftest import all_is_well
from .crowd import Crowd
from .running import Running, children_of, resident_mb, until

if TYPE_CHECKING:
    from .letterbox import Letterbox

pytestmark = pytest.mark.usefixtures("nothing_in_the_box")


def test_web_workers_that_are_killed_lose_nothing_that_was_acknowledged(on_sqlite: Running) -> None:
    killed = []
    with Crowd(on_sqlite) as crowd:
        for _time in range(2):
            crowd.wait_for(25)
            killed.append(children_of(on_sqlite.web)[0])
            os.kill(killed[-1], signal.SIGKILL)
        crowd.wait_for(25)

    assert len(set(killed)) == 2
    assert len(crowd.failed) <= len(killed) * 4  # only what was in the hands of the killed
    assert not crowd.unhappy
    all_is_well(on_sqlite, crowd.acknowledged)


def test_a_worker_killed_before_it_handed_a_mail_over_loses_and_repeats_none(
    on_sqlite: Running, letterbox: Letterbox
) -> None:
    written = on_sqlite.do("write_mails", number=15)["message_ids"]
    worker = on_sqlite.worker()

    def kill_at_the_fifth() -> None:
        if len(letterbox.taken) == 5 and worker.poll() is None:
            os.kill(worker.pid, signal.SIGKILL)

    letterbox.before_data = kill_at_the_fifth
    worker.wait(timeout=60)
    letterbox.before_data = None
    until(lambda: len(letterbox.taken) >= 5)
    on_sqlite.store.let_mail_be_due()
    again = on_sqlite.worker()
    until(on_sqlite.store.all_mail_is_settled)

    assert set(written) <= set(letterbox.accepted())
    assert set(letterbox.accepted().values()) == {1}
    assert all(resident_mb(pid) < 180 for pid in (again.pid, *children_of(on_sqlite.web)))
    assert set(all_is_well(on_sqlite, []).values()) == {"sent"}


def test_what_is_posted_while_the_mail_server_is_down_is_told_once_when_it_is_back(
    on_sqlite: Running, letterbox: Letterbox
) -> None:
    letterbox.take_away()
    on_sqlite.worker()
    on_sqlite.do("write_mails", number=3)
    with Crowd(on_sqlite) as crowd:
        crowd.wait_for(10)
    until(lambda: "not sent at attempt" in on_sqlite.log("worker"))
    assert not crowd.unhappy
    assert not crowd.failed

    letterbox.put_back()
    until(on_sqlite.store.mail_goes_out)

    mails = all_is_well(on_sqlite, crowd.acknowledged)
    assert letterbox.accepted()
    assert set(letterbox.accepted().values()) == {1}
    assert set(mails.values()) == {"sent"}


def test_a_line_that_breaks_after_the_mail_means_the_same_mail_again_and_no_other(
    on_sqlite: Running, letterbox: Letterbox
) -> None:
    """The one case in which nobody can know: at least once, with one Message-ID (see outbox.py)."""
    written = on_sqlite.do("write_mails", number=6)["message_ids"]
    letterbox.after_data = lambda: None if len(letterbox.taken) == 3 else "250 OK"

    worker = on_sqlite.worker()
    until(on_sqlite.store.mail_goes_out)
    until(lambda: on_sqlite.ready()["worker"]["ok"])
    worker.terminate()

    assert worker.wait(timeout=60) == 0
    until(lambda: not on_sqlite.ready()["worker"]["ok"])

    taken = letterbox.accepted()
    assert set(taken) == set(written)
    assert Counter(taken.values()) == {1: 5, 2: 1}


def test_without_the_cache_people_go_on(on_sqlite: Running) -> None:
    on_sqlite.store.execute("ALTER TABLE cache_entry RENAME TO cache_away")
    try:
        with Crowd(on_sqlite) as crowd:
            crowd.wait_for(15)
        signing_in = on_sqlite.post(on_sqlite.visitor(), "/konto/login/", login="ny@example.com", password="fel")
        until(lambda: not on_sqlite.ready()["cache"]["ok"])  # an answer is kept for some seconds
    finally:
        on_sqlite.store.execute("ALTER TABLE cache_away RENAME TO cache_entry")

    assert not crowd.unhappy
    assert not crowd.failed
    assert signing_in.status_code == 200
    assert until(lambda: on_sqlite.ready()["cache"]["ok"])
    all_is_well(on_sqlite, crowd.acknowledged)


def test_while_another_process_locks_the_database_only_the_write_itself_waits(on_sqlite: Running) -> None:
    """The limits' count gives up first: both waits together would come near what the web server allows."""
    person, topic, told = on_sqlite.person(0), on_sqlite.world["topics"][-1], len(on_sqlite.log("web"))
    file = on_sqlite.store.url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        release = threading.Timer(5, other.rollback)
        release.start()
        answer = on_sqlite.post(person, f"/samtal/skriv/{topic}/", comment="Skrivet medan allt var låst.")
        release.join()

    assert answer.status_code == 302
    assert "this process counts alone" in on_sqlite.log("web")[told:]
    all_is_well(on_sqlite, [("comment", "Skrivet medan allt var låst.")])


def test_on_a_full_disk_nothing_is_half_stored_and_the_words_are_kept(on_sqlite: Running) -> None:
    if not on_sqlite.has_small_disk:
        pytest.skip("no disk can be mounted here")
    person, topic = on_sqlite.person(0), on_sqlite.world["topics"][-1]
    filler = on_sqlite.folder / "filler"
    on_sqlite.store.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # it has no room of its own left
    words = "En full disk tar inga ord ifrån mig. " * 40
    with filler.open("wb") as file:
        try:
            while file.write(b"\0" * 65536):
                file.flush()
        except OSError:
            pass
    assert shutil.disk_usage(on_sqlite.folder).free < 65536

    answers = [on_sqlite.post(person, f"/samtal/skriv/{topic}/", comment=f"{number} {words}") for number in range(8)]
    refused = [answer for answer in answers if answer.status_code == 503]
    kept = [("comment", f"{number} {words}".strip()) for number, a in enumerate(answers) if a.status_code == 302]
    ready = until(lambda: (found := on_sqlite.ready()) and not found["disk"]["ok"] and found)
    reading = person.get(f"{on_sqlite.url}/sundsvall/", timeout=60)
    filler.unlink()

    assert refused
    assert len(refused) + len(kept) == len(answers)
    assert all("En full disk tar inga ord" in answer.text and "Felnummer" in answer.text for answer in refused)
    assert refused[0].headers["Retry-After"]
    assert ready["disk"]["free_mb"] == 0
    assert reading.status_code == 200
    again = on_sqlite.post(on_sqlite.person(1), f"/samtal/skriv/{topic}/", comment="Nu finns det plats igen")
    assert again.status_code == 302
    all_is_well(on_sqlite, [*kept, ("comment", "Nu finns det plats igen")])


def test_nothing_that_anybody_said_or_is_stands_in_a_log(on_sqlite: Running, letterbox: Letterbox) -> None:
    letterbox.refusals[gossip.EMAIL] = f"550 5.1.1 <{gossip.EMAIL}> {gossip.NAME} does not live here"
    on_sqlite.do("write_mails", number=1)
    answers = gossip.tell_all(on_sqlite)
    gossip.mumble(on_sqlite)
    on_sqlite.worker()
    until(lambda: on_sqlite.store.mails("failed") and not on_sqlite.store.mails("waiting"))
    once = on_sqlite.call("worker", "--once")
    crashed = on_sqlite.manage("shell", "-c", gossip.TWICE)

    said = {what: answer.status_code for what, answer in answers.items()}
    assert (said["burst"], said["twice"]) == (500, 500)
    assert (said["sign up"], said["comment"], said["idea"], said["fault"]) == (302, 302, 302, 302)
    assert (said["forged"], said["host"], said["nowhere"], said["token"]) == (403, 400, 404, 404)
    assert (once.returncode, crashed.returncode) == (0, 1)
    assert "IntegrityError" in crashed.stderr
    told = {
        "web": on_sqlite.log("web"),
        "worker": on_sqlite.log("worker"),
        "world": on_sqlite.log("world"),
        "commands": once.stdout + once.stderr + crashed.stdout + crashed.stderr,
    }
    for who, words in told.items():
        assert [marker for marker in gossip.MARKERS if marker.lower() in words.lower()] == [], who
    lines = [json.loads(line) for name in ("web", "worker") for line in told[name].splitlines()]
    routes = {line["route"] for line in lines if "route" in line}
    assert {"discussion:post", "ideas:new", "faults:new_in", "account_signup"} <= routes


def test_the_number_that_a_citizen_quotes_finds_the_error(on_sqlite: Running) -> None:
    answer = on_sqlite.post(on_sqlite.person(3), "/brist/x/", text="Det här skrev jag", password="hemligt")

    (number,) = gossip.NUMBER.findall(answer.text)
    lines = [json.loads(line) for line in on_sqlite.log("web").splitlines()]
    (error,) = [line for line in lines if line.get("request_id") == number and line["level"] == "ERROR"]
    assert number == answer.headers["X-Request-ID"]
    assert error["error"] == ["builtins.ValueError"]
    assert error["where"][0].startswith("tests.breakage.urls:")
    assert "Det här skrev jag" in answer.text
    assert "hemligt" not in answer.text
