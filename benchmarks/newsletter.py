"""`make bench`, newsletters: how fast one goes out through the real worker, and whether its memory stays flat.

    python -m benchmarks.newsletter [sqlite|postgresql] [how many]

10,000 receivers, unless it is told how many, into an aiosmtpd on loopback that takes everything, in a process of its
own. benchmarks/newsletter.csv keeps what it found, how loaded the machine was, and how long it takes it to count to
a million.
"""

from __future__ import annotations

import csv
import os
import platform
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from scripts import postgres

from .serving import ROOT, environment, resident

RESULTS = Path(__file__).parent / "newsletter.csv"
COLUMNS = [
    "when",
    "database",
    "receivers",
    "mails_a_second",
    "early_mb",
    "most_mb",
    "load",
    "loop_ms",
    "held",
    "machine",
]
PROMISED, GROWTH = 50.0, 1.15
LONGEST = 3600.0


def main() -> int:
    database = next((word for word in sys.argv[1:] if word in ("sqlite", "postgresql")), "sqlite")
    many = next((int(word) for word in sys.argv[1:] if word.isdecimal()), 10_000)
    context = get_context("spawn")
    here, there = context.Pipe()
    letterbox = context.Process(target=take_for_ever, args=(there,), daemon=True)
    letterbox.start()
    server = postgres.running() if database == "postgresql" else nullcontext("")
    try:
        with tempfile.TemporaryDirectory(prefix="samskapa-bench-") as folder, server as url:
            address = url or f"sqlite:///{folder}/bench.sqlite3"
            os.environ.update(environment(Path(folder), address, postgres.free_port()))
            os.environ["EMAIL_URL"] = f"smtp://127.0.0.1:{here.recv()}"
            rate, early, most = measured(prepared(many), many, Path(folder))
    finally:
        letterbox.terminate()
        letterbox.join()
    held = rate >= PROMISED and most <= early * GROWTH
    print(f"{database}, {many:,} receivers: {rate:.0f} mails/s, worker {early:.0f} MB early, {most:.0f} MB at most")
    print(f"promised: {PROMISED:.0f} mails/s and no growth: {'held' if held else 'NOT held'}")
    keep(database, many, rate, early, most, held)
    return 0 if held else 1


def take_for_ever(pipe: Any) -> None:
    from aiosmtpd.controller import Controller

    class Everything:
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
            return "250 OK"

    port = postgres.free_port()
    Controller(Everything(), hostname="127.0.0.1", port=port).start()
    pipe.send(port)
    time.sleep(2 * LONGEST)


def prepared(many: int) -> int:
    """A letter that is to go, with a text of some length, two cards and a subscription for each receiver."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from participation.newsletters.models import Subscription
    from tests.factories import MunicipalityFactory, TopicFactory, staff
    from tests.newsletters.factories import LetterFactory, approved, card, text

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    here, now = MunicipalityFactory(code="2281", name="Sundsvall"), timezone.now()
    Subscription.objects.bulk_create(
        (
            Subscription(municipality=here, email=f"invanare{number}@example.com", created_at=now, confirmed_at=now)
            for number in range(many)
        ),
        batch_size=2000,
    )
    cards = [card(TopicFactory(municipality=here).path) for _number in range(2)]
    words = "".join(
        f"<p>Stycke {number} om det som händer i kommunen just nu. {'Ord ' * 60}</p>" for number in range(8)
    )
    letter = approved(
        LetterFactory(municipality=here, body=[text(words, "Vad som händer"), *cards]), staff(here, "publisher")
    )
    connection.close()
    return letter.pk


def measured(letter: int, many: int, folder: Path) -> tuple[float, float, float]:
    """Mails a second from the first to the last; megabytes of the worker after a tenth, and at most."""
    from participation.newsletters.models import Letter

    with (folder / "worker.log").open("ab") as log:
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "worker", "--skip-checks"], cwd=ROOT, stdout=log, stderr=log
        )
    began = early = most = 0.0
    first = 0
    stops = time.monotonic() + LONGEST
    try:
        while time.monotonic() < stops and worker.poll() is None:
            time.sleep(0.25)
            row = Letter.objects.get(pk=letter)
            if row.sent and not began:
                began, first = time.monotonic(), row.sent
            if row.sent >= many / 10:
                early = early or resident(worker.pid)
                most = max(most, resident(worker.pid))
            if row.status == Letter.Status.SENT:
                return (row.sent - first) / (time.monotonic() - began), early, most
    finally:
        worker.terminate()
        worker.wait(timeout=60)
    sys.exit(f"the letter was not sent; see {(folder / 'worker.log').read_text()[-3000:]}")


def loop_ms() -> float:
    """What can be compared between machines, and between a loaded one and the same when it is not."""
    taken = []
    for _turn in range(5):
        began = time.perf_counter()
        sum(range(1_000_000))
        for _number in range(1_000_000):
            pass
        taken.append(time.perf_counter() - began)
    return round(sorted(taken)[2] * 1000, 1)


def keep(database: str, many: int, rate: float, early: float, most: float, held: bool) -> None:
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    is_new = not RESULTS.exists()
    with RESULTS.open("a", newline="") as file:
        writer = csv.writer(file)
        if is_new:
            writer.writerow(COLUMNS)
        when, load = datetime.now(UTC).isoformat(timespec="seconds"), round(os.getloadavg()[0], 1)
        writer.writerow(
            [when, database, many, round(rate, 1), round(early, 1), round(most, 1), load, loop_ms(), held, machine]
        )


if __name__ == "__main__":
    sys.exit(main())
