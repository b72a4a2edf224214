"""The moderators' queue with 100,000 things waiting: what is promised of speed, and whether it holds.

    python -m benchmarks.moderation [--items 100000] [--rounds 80]

On a PostgreSQL of its own, over HTTP, of gunicorn with two workers and production settings. What it found is added to
benchmarks/moderation.csv. Clients share the machine with the portal: run it where nothing else runs.
"""

from __future__ import annotations

import argparse
import csv
import html
import os
import platform
import re
import statistics
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scripts import postgres

from .clients import Call, ask
from .serving import environment, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

RESULTS = Path(__file__).parent / "moderation.csv"
COLUMNS = ["when", "items", "page", "queries", "median_ms", "p95_ms", "bare_ms", "load", "held", "machine"]
MOST_QUERIES, MOST_MS = 12, 150
CLIENTS = 2  # moderators who press at the same moment, again and again: one for each core of the machine we have
PAGES = {
    "first page": "",
    "late": "?visa=sena",
    "what the law obliges to remove": "?visa=lag",
    "entries": "?sort=entry",
    "appeals, of which there are none": "?sort=appeal",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=80)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="samskapa-bench-") as folder, postgres.running() as url:
        port = postgres.free_port()
        os.environ.update(environment(Path(folder), url, port) | {"STAFF_SECOND_FACTOR": "false"})
        session = prepare(asked.items)
        with serving(port, Path(folder) / "web.log"):
            bare = bare_ms(port)
            pages = {name: f"/cms/anmalt/{query}" for name, query in PAGES.items()}
            pages["a page far down"] = far_down(session)
            rows = [measure(name, path, session, port, asked, bare) for name, path in pages.items()]
    keep(rows)
    return 0 if all(row["held"] == "yes" for row in rows) else 1


def prepare(items: int) -> str:
    """The session of a moderator in a municipality where so much waits."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from home.actions import add_municipality
    from participation.accounts.models import Role
    from participation.discussion.models import Comment
    from participation.moderation.models import Flag, Item
    from participation.topics.models import Topic
    from tests.factories import staff

    from .rows import settle, write
    from .run import session_of

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    municipality = add_municipality(code="2281").municipality
    write(Topic, list(topics(municipality.pk, items)))
    topic_ids = list(Topic.objects.order_by("-pk").values_list("pk", flat=True)[:items])
    write(Item, list(waiting(municipality.pk, topic_ids)))
    write(Flag, list(flags(topic_ids)))
    settle(Comment, Item, Flag, Topic)
    session = session_of(staff(municipality, Role.MODERATOR))
    connection.close()
    return session


def topics(municipality: int, items: int) -> Iterator[dict[str, Any]]:
    now = datetime.now(UTC)
    for number in range(items):
        yield {
            "municipality_id": municipality,
            "kind": "idea",
            "title": f"Idé {number}",
            "summary": "Belys spåret mellan skolan och badet, så att fler vågar gå där. " * 3,
            "path": f"/ideer/2281-2026-{number}/",
            "visibility": "public",
            "published_at": now,
            "created_at": now,
        }


def waiting(municipality: int, topic_ids: list[int]) -> Iterator[dict[str, Any]]:
    """For up to two months; one in a hundred is something that the law obliges to remove."""
    now = datetime.now(UTC)
    for place, topic in enumerate(topic_ids):
        since = now - timedelta(minutes=place % 86_400)
        due = since + timedelta(hours=48)
        yield {
            "municipality_id": municipality,
            "kind": "topic" if place % 3 else "idea",
            "topic_id": topic,
            "flags": 1 + place % 7,
            "reason": "spam",
            "is_board_law": place % 100 == 0,
            "since": since,
            "due_at": due,
            "turn_at": due - timedelta(hours=6 * (place % 7)),
        }


def flags(topic_ids: list[int]) -> Iterator[dict[str, Any]]:
    now = datetime.now(UTC)
    return ({"topic_id": topic, "reason": "spam", "created_at": now} for topic in topic_ids)


def far_down(session: str) -> str:
    """The address that the twentieth press on "next" leads to."""
    from .run import answer_of

    path = "/cms/anmalt/"
    for _press in range(20):
        _queries, answer = answer_of(path, session)
        found = re.search(r'href="\?([^"]*)" rel="next"', answer.content.decode())
        path = f"/cms/anmalt/?{html.unescape(found.group(1))}" if found else path
    return path


def bare_ms(port: int) -> float:
    """What the machine does with a page that asks nothing of the portal."""
    ask(port, [Call("/bare/")] * 20, clients=CLIENTS)
    return round(statistics.median(ask(port, [Call("/bare/")] * 100, clients=CLIENTS).taken), 1)


def measure(name: str, path: str, session: str, port: int, asked: argparse.Namespace, bare: float) -> dict[str, Any]:
    from .run import answer_of

    queries, _answer = answer_of(path, session)
    ask(port, [Call(path, session)] * CLIENTS * 2, clients=CLIENTS)
    taken = ask(port, [Call(path, session)] * asked.rounds, clients=CLIENTS).taken
    slow = statistics.quantiles(taken, n=20)[-1]
    row = {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "items": asked.items,
        "page": name,
        "queries": queries,
        "median_ms": round(statistics.median(taken), 1),
        "p95_ms": round(slow, 1),
        "bare_ms": bare,
        "load": round(os.getloadavg()[0], 1),
        "held": "yes" if queries <= MOST_QUERIES and slow <= MOST_MS else "NO",
        "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}",
    }
    print(row, flush=True)
    return row


def keep(rows: list[dict[str, Any]]) -> None:
    is_new = not RESULTS.exists()
    with RESULTS.open("a", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        if is_new:
            writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    raise SystemExit(main())
