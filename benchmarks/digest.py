"""The morning's digest: 100,000 people follow, 2,000 of them have news, and a real worker mails a real server.

    python -m benchmarks.digest [sqlite] [postgresql] [--people 100000] [--with-news 2000]

Everybody has old news that were read before, so that what grows with followers would show. Promised: 60 s from
the worker's start to the last mail in the receiving server's hands, and 300 MB. Also how long one event for all of the
followers keeps the request (it writes one row for the worker). benchmarks/digest.csv keeps what was found.
"""

from __future__ import annotations

import argparse
import csv
import os
import platform
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scripts import postgres

from .serving import ROOT, environment, peak, processor_ms

if TYPE_CHECKING:
    from collections.abc import Iterator

RESULTS = Path(__file__).parent / "digest.csv"
COLUMNS = ["when", "database", "people", "with_news", "first_mail_s", "all_mails_s", "worker_processor_s", "worker_mb",
           "request_ms", "load", "held", "machine"]  # fmt: skip
SECONDS, MEGABYTES = 60, 300
OLD, NEW = 5, 3
LONGEST = 900.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("databases", nargs="*", choices=["sqlite", "postgresql", []])
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--with-news", type=int, default=2_000)
    asked = parser.parse_args()
    if len(asked.databases) != 1:
        sizes = ["--people", str(asked.people), "--with-news", str(asked.with_news)]
        each = asked.databases or ["sqlite", "postgresql"]  # Django is set up once in a process
        command = [sys.executable, "-m", "benchmarks.digest"]
        return max(subprocess.call([*command, database, *sizes]) for database in each)
    with tempfile.TemporaryDirectory(prefix="samskapa-bench-") as folder:
        own = nullcontext(f"sqlite:///{folder}/bench.sqlite3") if asked.databases == ["sqlite"] else postgres.running()
        with own as url:
            keep(measure(asked, Path(folder), url))
    return 0


def measure(asked: argparse.Namespace, folder: Path, url: str) -> dict[str, Any]:
    context = get_context("spawn")
    here, there = context.Pipe()
    receiving = context.Process(target=receive_for_ever, args=(there,), daemon=True)
    receiving.start()
    try:
        mail = {"EMAIL_URL": f"smtp://127.0.0.1:{here.recv()}", "STAFF_SECOND_FACTOR": "false"}
        os.environ.update(environment(folder, url, postgres.free_port()) | mail)
        prepare(asked.people, asked.with_news)
        found = run_worker(asked.with_news, folder, here)
        found["request_ms"] = request_ms()
    finally:
        receiving.terminate()
        receiving.join()
    held = found["all_mails_s"] <= SECONDS and found["worker_mb"] <= MEGABYTES
    return {"people": asked.people, "with_news": asked.with_news, "held": held, **found}


def receive_for_ever(pipe: Any) -> None:
    """Counts mails and answers how many, and how many receivers had more than one, whenever it is asked."""
    from collections import Counter

    from aiosmtpd.controller import Controller

    taken: Counter[str] = Counter()

    class Counting:
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
            taken.update(envelope.rcpt_tos)
            return "250 OK"

    port = postgres.free_port()
    controller = Controller(Counting(), hostname="127.0.0.1", port=port)
    controller.start()
    pipe.send(port)
    while pipe.recv():
        pipe.send((taken.total(), sum(number > 1 for number in taken.values())))


def prepare(people: int, with_news: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from home.actions import add_municipality
    from participation.accounts.models import User
    from participation.notifications.models import Follow, MailPreference, Notification
    from participation.topics.models import Topic

    from .rows import settle, write

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    place = add_municipality(code="2281").municipality
    now = datetime.now(UTC)
    topic = Topic.objects.create(
        municipality=place, kind="idea", title="Fler bänkar", path="/ideer/x/", visibility="public", published_at=now
    )
    first = (User.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    numbers = range(first, first + people)
    write(User, ({"id": n, "email": f"bench{n}@example.com", "password": "!", "date_joined": now} for n in numbers))
    write(Follow, ({"topic_id": topic.pk, "person_id": n, "created_at": now} for n in numbers))
    write(MailPreference, ({"person_id": n, "reason": "followed", "cadence": "daily"} for n in numbers))

    def news() -> Iterator[dict[str, Any]]:
        row = {"topic_id": topic.pk, "kind": "x", "reason": "followed", "path": topic.path}
        for number in numbers:
            old = {**row, "person_id": number, "created_at": now - timedelta(days=9), "read_at": now}
            yield from ({**old, "sentence": f"Gammal nyhet {which}"} for which in range(OLD))
        for number in numbers[:: people // with_news][:with_news]:
            new = {**row, "person_id": number, "created_at": now, "digest_at": now, "body": "Kommunen har svarat."}
            yield from ({**new, "sentence": f"Ny nyhet {which}"} for which in range(NEW))

    write(Notification, news())
    settle(User, Follow, MailPreference, Notification)
    connection.close()


def run_worker(wanted: int, folder: Path, pipe: Any) -> dict[str, Any]:
    with (folder / "worker.log").open("ab") as log:
        started = time.monotonic()
        command = [sys.executable, "manage.py", "worker", "--skip-checks"]
        worker = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
    first, taken, twice, most, worked = 0.0, 0, 0, 0.0, 0.0
    try:
        while taken < wanted and time.monotonic() < started + LONGEST and worker.poll() is None:
            time.sleep(0.1)
            pipe.send(True)
            taken, twice = pipe.recv()
            first = first or (time.monotonic() - started if taken else 0.0)
            most, worked = peak(worker.pid), processor_ms([worker.pid]) / 1000
        ended = time.monotonic() - started
        time.sleep(3)  # does one too many come?
        pipe.send(True)
        taken, twice = pipe.recv()
    finally:
        worker.terminate()
        worker.wait(timeout=60)
    if taken != wanted or twice:
        sys.exit(f"{taken} mails for {wanted} people, {twice} of whom got two: nothing was measured; see {folder}")
    return {
        "first_mail_s": round(first, 1),
        "all_mails_s": round(ended, 1),
        "worker_processor_s": round(worked, 1),
        "worker_mb": round(most, 1),
        "load": round(os.getloadavg()[0], 1),
    }


def request_ms() -> float:
    """How long the one who did something waits until all who follow it will be told."""
    from participation.notifications.actions import notify_followers
    from participation.topics.models import Topic

    topic = Topic.objects.get(path="/ideer/x/")
    started = time.perf_counter()
    told = notify_followers(topics=[topic], topic=topic, kind="x", sentence="Nu är det bestämt")
    if told != 200:
        sys.exit(f"{told} were told in the request")
    return round((time.perf_counter() - started) * 1000, 1)


def keep(found: dict[str, Any]) -> None:
    from django.db import connection

    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    when = datetime.now(UTC).isoformat(timespec="seconds")
    row = {"when": when, "database": connection.vendor, "machine": machine, **found}
    print("\n".join(f"{name:>20}  {row[name]}" for name in COLUMNS), flush=True)
    is_new = not RESULTS.exists()
    with RESULTS.open("a", newline="") as out:
        table = csv.DictWriter(out, COLUMNS)
        if is_new:
            table.writeheader()
        table.writerow(row)


if __name__ == "__main__":
    sys.exit(main())
