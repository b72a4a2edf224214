"""`make bench`: measure pages, search and supports on data of our own making.

    python -m benchmarks.run [small] [large] [sqlite] [--requests 400] [--clients 8]

`small` is 1,000 ideas and `large` 100,000 on a PostgreSQL of its own, `sqlite` 10,000; without a word, all three.
Asked over HTTP of gunicorn with two workers and production settings, uncached, by clients in processes of their own
on the same machine. Each figure is also given as a ratio to a bare view in the same run, which is what can be
compared between machines, and as the processor time of the web workers, which is true on a busy machine, too.
"""

from __future__ import annotations

import argparse
import csv
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scripts import postgres

from .clients import TOKEN, Answered, Call, ask
from .serving import environment, megabytes_of, peak, processor_ms, serving, workers_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from participation.accounts.models import User

RESULTS = Path(__file__).parent / "results.csv"
COLUMNS = ["when", "database", "ideas", "what", "queries", "median_ms", "p95_ms", "each_second", "ratio_to_bare",
           "processor_ms", "bare_ms", "machine"]  # fmt: skip
SIZES = {  # ideas, supports, comments, people
    "small": (1_000, 10_000, 5_000, 1_000),
    "large": (100_000, 1_000_000, 500_000, 100_000),
    "sqlite": (10_000, 100_000, 50_000, 10_000),
}
WORDS = ["cykelvägar", "skolgården", "busskort", "simhallar", "parkbänk", "till", "vattenplan lekplats", "alla vill"]


def main() -> int:
    asked = arguments()
    if not asked.size:
        for size in SIZES:  # each in a process of its own: Django is set up once in each
            command = ["-m", "benchmarks.run", size, "--requests", str(asked.requests), "--clients", str(asked.clients)]
            if subprocess.call([sys.executable, *command]):
                return 1
        return 0
    with tempfile.TemporaryDirectory(prefix="samskapa-bench-") as folder, database(asked.size, Path(folder)) as url:
        port = postgres.free_port()
        os.environ.update(environment(Path(folder), url, port))
        rows = measure(asked, Path(folder), port)
    show(rows)
    keep(rows)
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", nargs="?", choices=SIZES)
    parser.add_argument("--requests", type=int, default=400, help="of each page")
    parser.add_argument("--clients", type=int, default=8)
    return parser.parse_args()


@contextmanager
def database(size: str, folder: Path) -> Iterator[str]:
    own = nullcontext(f"sqlite:///{folder / 'bench.sqlite3'}") if size == "sqlite" else postgres.running()
    with own as url:
        yield url


def measure(asked: argparse.Namespace, folder: Path, port: int) -> list[dict[str, Any]]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    size = prepare(asked.size)
    call_command("collectstatic", verbosity=0, interactive=False)
    sessions = signed_in(2_000 if asked.size == "large" else 800)
    connection.close()
    with serving(port, folder / "web.log") as server:
        table = Table(connection.vendor, size)
        workers = workers_of(server)

        def measured(what: str, calls: list[Call], **more: Any) -> None:
            before = processor_ms(workers)
            answered = ask(port, calls, clients=asked.clients)
            table.add(what, answered, worked=(processor_ms(workers) - before) / len(calls), **more)

        ask(port, [Call("/bare/")] * 50, clients=asked.clients)
        measured("bare view", [Call("/bare/")] * asked.requests * 2)
        for name, path in pages().items():
            for who, session in (("visitor", ""), ("signed in", sessions[0])):
                ask(port, [Call(path, session)] * asked.clients * 4, clients=asked.clients)
                queries = queries_of(path, session)
                measured(f"{name}, {who}", [Call(path, session)] * asked.requests, queries=queries)
        searches = [Call(f"/sok/?q={word}") for word in encoded(WORDS)]
        ask(port, searches * 2, clients=asked.clients)
        measured("search", searches * (asked.requests // len(searches)))
        before = processor_ms(workers)
        pressed = hot(port, sessions, clients=asked.clients)
        table.add("support of one idea", pressed, worked=(processor_ms(workers) - before) / len(sessions))
        table.figure("web worker, MB", megabytes_of(server))
    table.figure("worker, MB", worker_megabytes())
    return table.rows


def prepare(name: str) -> Any:
    from django.core.management import call_command

    from home.actions import add_municipality

    from .filling import Size, fill

    size = Size(*SIZES[name])
    print(f"Preparing {size.ideas:,} ideas, {size.supports:,} supports, {size.comments:,} comments, "
          f"{size.people:,} people …", flush=True)  # fmt: skip
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    municipality = add_municipality(code="2281").municipality
    municipality.is_open = True
    municipality.save()
    started = time.perf_counter()
    fill(municipality, size)
    print(f"Filled in {time.perf_counter() - started:.0f} s", flush=True)
    return size


def signed_in(count: int) -> list[str]:
    """Keys of sessions of as many people, as signing in makes them."""
    from participation.accounts.models import User

    return [session_of(person) for person in User.objects.filter(email__startswith="bench").order_by("pk")[:count]]


def session_of(person: User) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "participation.accounts.backend.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def pages() -> dict[str, str]:
    from participation.ideas.models import Idea

    talked_about = Idea.objects.order_by("-pk")[0]
    return {
        "front page": "/sundsvall/",
        "list of ideas": "/sundsvall/ideer/",
        "idea": f"/ideer/{talked_about.reference}/",
    }


def encoded(words: list[str]) -> list[str]:
    from urllib.parse import quote_plus

    return [quote_plus(word) for word in words]


def queries_of(path: str, session: str) -> int:
    return answer_of(path, session)[0]


def answer_of(path: str, session: str) -> tuple[int, Any]:
    """How many queries it takes once the process has what it keeps for itself, and the answer."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(HTTP_HOST="127.0.0.1")
    if session:
        client.cookies["sessionid"] = session
    client.get(path)  # what a process keeps for itself
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    must_be(answer.status_code, 200, path)
    connection.close()
    return len(captured), answer


def must_be(status: int, wanted: int, what: str) -> None:
    if status != wanted:
        sys.exit(f"{what} answered {status}, not {wanted}: nothing was measured")


def hot(port: int, sessions: list[str], *, clients: int) -> Answered:
    """Each person supports the same idea once. Afterwards every support that was answered is in the database."""
    from django.db import connection

    from participation.topics.models import Topic
    from participation.voting.models import Support

    topic = Topic.objects.filter(kind="idea", path__contains="-2025-").order_by("pk")[0]
    before = Support.objects.filter(topic=topic).count()
    connection.close()
    body = f"csrfmiddlewaretoken={TOKEN}"
    calls = [Call(f"/stod/{topic.pk}/", session, body) for session in sessions]
    answered = ask(port, calls, clients=clients)
    acknowledged = sum(status == 302 for status in answered.statuses)
    must_be(acknowledged, len(sessions), "supports")
    topic.refresh_from_db()
    stored = Support.objects.filter(topic=topic).count()
    already = len(sessions) - (stored - before)
    if topic.supports != stored or already > before:
        sys.exit(f"{acknowledged} supports were acknowledged; {stored} are stored and {topic.supports} are counted")
    return answered


def worker_megabytes() -> float:
    worker = subprocess.Popen([sys.executable, "manage.py", "worker"], cwd=RESULTS.parent.parent)
    time.sleep(15)
    held = peak(worker.pid)
    worker.terminate()
    worker.wait(timeout=60)
    return held


class Table:
    def __init__(self, vendor: str, size: Any) -> None:
        self.vendor, self.size = vendor, size
        self.rows: list[dict[str, Any]] = []
        self.bare = 0.0

    def add(self, what: str, answered: Answered, *, worked: float, queries: int | str = "") -> None:
        """`worked`: processor milliseconds of the web workers for each call."""
        wrong = {status for status in answered.statuses if status not in (200, 302)}
        if wrong:
            sys.exit(f"{what} answered {wrong}: nothing was measured")
        median = statistics.median(answered.taken)
        self.bare = self.bare or median
        self._row(
            what,
            queries=queries,
            median_ms=round(median, 1),
            p95_ms=round(statistics.quantiles(answered.taken, n=20)[-1], 1),
            each_second=round(answered.each_second, 1),
            ratio_to_bare=round(median / self.bare, 1),
            processor_ms=round(worked, 1),
        )

    def figure(self, what: str, number: float) -> None:
        self._row(what, median_ms=round(number, 1))

    def _row(self, what: str, **measured: Any) -> None:
        row = dict.fromkeys(COLUMNS, "") | {
            "when": datetime.now(UTC).isoformat(timespec="seconds"),
            "database": self.vendor,
            "ideas": self.size.ideas,
            "what": what,
            "bare_ms": round(self.bare, 2),
            "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}",
        }
        self.rows.append(row | measured)


def show(rows: list[dict[str, Any]]) -> None:
    print(f"\n{rows[0]['database']}, {rows[0]['ideas']:,} ideas")
    print(f"{'what':<28}{'queries':>8}{'median':>9}{'p95 ms':>9}{'a second':>10}{'× bare':>8}"
          f"{'processor ms':>14}")  # fmt: skip
    for line in rows:
        print(f"{line['what']:<28}{line['queries']:>8}{line['median_ms']:>9}{line['p95_ms']:>9}"
              f"{line['each_second']:>10}{line['ratio_to_bare']:>8}{line['processor_ms']:>14}")  # fmt: skip


def keep(rows: list[dict[str, Any]]) -> None:
    is_new = not RESULTS.exists()
    with RESULTS.open("a", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        if is_new:
            writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    sys.exit(main())
