"""`make bench`: measure pages and supports on data of our own making.

    python -m benchmarks.run [--ideas 2000] [--people 500] [--rounds 60]

In-process through Django's test client, so the figures are the application's own, without a
web server. Each is also given as a ratio to a bare view in the same run, which is what can be
compared between machines. Uses DATABASE_URL where it is set, else SQLite in a folder of its own.
"""

from __future__ import annotations

import argparse
import csv
import os
import platform
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

RESULTS = Path(__file__).parent / "results.csv"
COLUMNS = ["when", "database", "ideas", "what", "queries", "median_ms", "p95_ms", "ratio_to_bare", "bare_ms", "machine"]


def main() -> int:
    asked = arguments()
    with tempfile.TemporaryDirectory(prefix="samskapa-bench-") as folder:
        os.environ.update(
            DEBUG="true", DATA_DIR=folder, BASE_URL="http://testserver", ALLOWED_HOSTS="testserver", EMAIL_URL="demo://",
            LOG_LEVEL="ERROR",
        )  # fmt: skip
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
        import django

        django.setup()
        rows = measure(asked)
    show(rows)
    keep(rows)
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ideas", type=int, default=2_000)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--supports", type=int, default=5, help="supports of each idea")
    parser.add_argument("--rounds", type=int, default=60)
    return parser.parse_args()


def measure(asked: argparse.Namespace) -> list[dict[str, Any]]:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import setup_test_environment

    from home.actions import add_municipality
    from participation.accounts.models import User
    from participation.ideas.models import Idea

    from .people import fill

    print("Preparing …", flush=True)
    setup_test_environment()
    settings.DEBUG = False
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    municipality = add_municipality(code="2281").municipality
    fill(municipality, ideas=asked.ideas, people=asked.people, supports_each=asked.supports)
    idea = Idea.objects.order_by("pk")[0]

    visitor, member = Client(), Client()
    member.force_login(User.objects.get(email="bench0@example.com"))
    bare = time_of(lambda: visitor.get("/bare/"), asked.rounds, urlconf="benchmarks.bare")
    pages = {
        "front page": "/sundsvall/",
        "list of ideas": "/sundsvall/ideer/",
        "idea": f"/ideer/{idea.reference}/",
        "search": "/sok/?q=cykelv%C3%A4gar",
    }
    rows = [row("bare view", asked, bare, bare, 0, connection.vendor)]
    for name, path in pages.items():
        for who, client in (("visitor", visitor), ("signed in", member)):
            taken = time_of(lambda path=path, client=client: must_be(client.get(path), 200), asked.rounds)
            queries = queries_of(lambda path=path, client=client: client.get(path))
            rows.append(row(f"{name}, {who}", asked, taken, bare, queries, connection.vendor))
    rows.append(row("support", asked, supports(asked.rounds), bare, 0, connection.vendor))
    return rows


def supports(rounds: int) -> list[float]:
    """Milliseconds for each of `rounds` people to support one idea, in the action itself and its transaction."""
    from django.utils import timezone

    from participation.accounts.models import User
    from participation.topics.models import Topic
    from participation.voting.actions import support

    topic = Topic.objects.filter(kind="idea").order_by("-pk")[0]
    people = User.objects.exclude(stances__topic=topic).filter(email__startswith="bench")[:rounds]
    taken = []
    for person in people:
        started = time.perf_counter()
        support(topic=topic, person=person, now=timezone.now())
        taken.append((time.perf_counter() - started) * 1000)
    return taken


def must_be(response: Any, status: int) -> None:
    if response.status_code != status:
        sys.exit(f"{response.request['PATH_INFO']} answered {response.status_code}, not {status}: nothing was measured")


def time_of(call: Callable[[], Any], rounds: int, urlconf: str | None = None) -> list[float]:
    """Milliseconds of each of `rounds` calls, after a warm-up of five."""
    from django.test import override_settings

    taken = []
    with override_settings(**({"ROOT_URLCONF": urlconf} if urlconf else {})):
        for _warm in range(5):
            call()
        for _round in range(rounds):
            started = time.perf_counter()
            call()
            taken.append((time.perf_counter() - started) * 1000)
    return taken


def queries_of(call: Callable[[], Any]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)


def row(
    what: str, asked: argparse.Namespace, taken: list[float], bare: list[float], queries: int, database: str
) -> dict[str, Any]:
    median = statistics.median(taken)
    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "database": database,
        "ideas": asked.ideas,
        "what": what,
        "queries": queries,
        "median_ms": round(median, 2),
        "p95_ms": round(statistics.quantiles(taken, n=20)[-1], 2),
        "ratio_to_bare": round(median / statistics.median(bare), 1),
        "bare_ms": round(statistics.median(bare), 3),
        "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}",
    }


def show(rows: list[dict[str, Any]]) -> None:
    print(f"\n{'what':<28}{'queries':>8}{'median ms':>11}{'p95 ms':>9}{'× bare':>8}")
    for line in rows:
        print(
            f"{line['what']:<28}{line['queries']:>8}{line['median_ms']:>11}{line['p95_ms']:>9}{line['ratio_to_bare']:>8}"
        )


def keep(rows: list[dict[str, Any]]) -> None:
    is_new = not RESULTS.exists()
    with RESULTS.open("a", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        if is_new:
            writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    sys.exit(main())
