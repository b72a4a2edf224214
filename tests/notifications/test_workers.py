"""Several workers, real processes, and what is left when one is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from email import message_from_string
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.utils import timezone

from participation.notifications import outbox, periodic
from participation.notifications.management.commands import worker
from participation.notifications.models import OutgoingMail

from .factories import MailFactory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .postbox import Postbox

ROOT = Path(__file__).resolve().parent.parent.parent
Status = OutgoingMail.Status


@pytest.fixture(autouse=True)
def no_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(periodic, "_jobs", {})


def database_url() -> str:
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    from urllib.parse import quote

    login = ":".join(quote(settings[key], safe="") for key in ("USER", "PASSWORD") if settings[key])
    host = quote(settings["HOST"] or "", safe="")
    port = f":{settings['PORT']}" if settings["PORT"] else ""
    return f"postgres://{login}{'@' if login else ''}{host}{port}/{settings['NAME']}"


def until(holds: Callable[[], bool], *, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.05)


@pytest.fixture
def start_worker(postbox: Postbox, tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    running: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "DEBUG": "true",
            "DATABASE_URL": database_url(),
            "EMAIL_URL": f"smtp://127.0.0.1:{postbox.port}",
            "DATA_DIR": str(tmp_path),
            "LOG_LEVEL": "INFO",
        }
        command = [sys.executable, "manage.py", "worker", "--pause", "0.1", "--skip-checks", *arguments]
        with (tmp_path / "log").open("ab") as log:
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=log)
        running.append(process)
        return process

    yield start
    for process in running:
        if process.poll() is None:
            process.kill()
        process.wait(timeout=10)


@pytest.mark.process
@pytest.mark.usefixtures("committed")
def test_a_worker_killed_after_the_server_took_the_mail_leads_to_the_same_mail_again(
    postbox: Postbox, start_worker: Callable[..., subprocess.Popen[bytes]]
) -> None:
    mail = MailFactory()
    first = start_worker()
    answered = threading.Event()

    def kill_before_the_answer() -> str:
        if not answered.is_set():
            answered.set()
            os.kill(first.pid, signal.SIGKILL)
        return "250 OK"

    postbox.after_data = kill_before_the_answer
    until(answered.is_set)
    first.wait(timeout=10)
    mail.refresh_from_db()
    assert (mail.status, mail.attempts, mail.sent_at) == (Status.SENDING, 1, None)

    OutgoingMail.objects.update(leased_until=timezone.now() - timedelta(seconds=1))  # five minutes later
    start_worker("--once").wait(timeout=60)

    mail.refresh_from_db()
    assert (mail.status, mail.attempts) == (Status.SENT, 2)
    assert {message_from_string(text)["Message-ID"] for _receiver, text in postbox.taken} == {mail.message_id}
    assert len(postbox.taken) == 2


@pytest.mark.process
@pytest.mark.usefixtures("committed")
def test_two_workers_at_once_send_each_mail_once(
    postbox: Postbox, start_worker: Callable[..., subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    workers = [start_worker(), start_worker()]
    until(lambda: (tmp_path / "log").read_text().count("is at work") == 2)

    mails = [MailFactory() for _number in range(60)]
    until(lambda: OutgoingMail.objects.filter(status=Status.SENT).count() == len(mails), seconds=60)
    for process in workers:
        process.terminate()

    assert [process.wait(timeout=20) for process in workers] == [0, 0]
    assert sorted(postbox.receivers) == sorted(mail.to for mail in mails)


@pytest.mark.usefixtures("committed")
def test_threads_that_take_at_the_same_moment_take_different_mails() -> None:
    mails = {MailFactory().pk for _number in range(30)}
    taken: list[int] = []
    together = threading.Barrier(4)

    def take() -> None:
        together.wait()
        try:
            for _time in range(5):
                taken.extend(mail.pk for mail in outbox.take_due(now=timezone.now(), limit=5))
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken) == sorted(mails)


@pytest.mark.usefixtures("committed")
def test_workers_at_the_same_moment_run_a_job_once() -> None:
    now = timezone.now()
    ran: list[object] = []
    periodic.register("test", seconds=60, run=ran.append)
    together = threading.Barrier(4)

    def look() -> None:
        together.wait()
        try:
            periodic.run_due(now=now)
        finally:
            connection.close()

    threads = [threading.Thread(target=look) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(ran) == 1


@pytest.mark.django_db
def test_once_does_all_that_is_due_and_ends(postbox: Postbox) -> None:
    ran: list[object] = []
    periodic.register("test", seconds=60, run=ran.append)
    for _number in range(45):
        MailFactory()

    call_command("worker", once=True)

    assert len(postbox.taken) == 45
    assert len(ran) == 1


@pytest.mark.django_db
def test_once_says_when_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(**kwargs: Any) -> int:
        raise OperationalError("secret words of the server")

    monkeypatch.setattr(worker, "send_due", away)

    with pytest.raises(CommandError, match="OperationalError") as caught:
        call_command("worker", once=True)
    assert "secret words" not in str(caught.value)


@pytest.mark.usefixtures("committed")
def test_a_worker_outlives_a_database_that_is_away(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    command = worker.Command(stdout=StringIO(), stderr=StringIO())
    looks: list[str] = []

    def sometimes_away(**kwargs: Any) -> int:
        looks.append("look")
        if len(looks) < 3:
            raise OperationalError("secret words of the server")
        command.stopping = True
        return 0

    monkeypatch.setattr(worker, "send_due", sometimes_away)
    monkeypatch.setattr(worker.signal, "signal", lambda *args: None)

    command.handle(once=False, pause=0.01)

    assert len(looks) == 3
    assert caplog.text.count("the database is away") == 2
    assert "secret words" not in caplog.text
