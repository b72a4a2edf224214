"""How long an Open311 query of 1,000 reports takes: `python -m benchmarks.open311 [reports]`. docs/open311.md names it.

Each report has a photo and two events. Asked of the whole stack of middleware and views, without a network between.
Uses DATABASE_URL where it is set (an empty database), else a PostgreSQL of its own.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from contextlib import nullcontext
from datetime import timedelta
from statistics import median, quantiles
from typing import Any

from scripts import postgres

ASKED = (
    "requests.xml", "requests.json", "requests.json?extensions=true", "requests.json?page_size=50",
    "requests.json?lat=62.3908&long=17.3069&radius=5000", "requests.json?status=open&service_code=gatubelysning",
)  # fmt: skip
ROUNDS = 20


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    given = os.environ.get("DATABASE_URL")
    with (
        tempfile.TemporaryDirectory(prefix="samskapa-open311-") as folder,
        nullcontext(given) if given else postgres.running() as url,
    ):
        os.environ.update(DEBUG="true", DATA_DIR=folder, LOG_LEVEL="ERROR", DATABASE_URL=url, LIMIT_OPEN311="off")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
        import django

        django.setup()
        measure_open311(count)
    return 0


def measure_open311(count: int) -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    settings.DEBUG = False  # which would keep every query
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    fill(count)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{connection.vendor}, {count:,} reports\n{'what':<56}{'median ms':>10}{'p95 ms':>8}{'kB':>7}")
    for what in ASKED:
        taken, size = ask(f"/open311/2281/v2/{what}")
        print(f"{what:<56}{median(taken):>10.0f}{quantiles(taken, n=20)[-1]:>8.0f}{size // 1000:>7}", flush=True)
    connection.close()


def ask(path: str) -> tuple[list[float], int]:
    from django.test import Client

    client, taken, size = Client(HTTP_HOST="127.0.0.1"), [], 0
    for _round in range(ROUNDS + 1):
        started = time.perf_counter()
        response = client.get(path)
        taken.append((time.perf_counter() - started) * 1000)
        if response.status_code != 200:
            sys.exit(f"{path} answered {response.status_code}: nothing was measured")
        size = len(response.content)
    return taken[1:], size  # the first one wakes a process up


def fill(count: int) -> None:
    """Spread over the last eighty days and the town."""
    from django.utils import timezone

    from home.actions import add_municipality
    from participation.faults.models import FaultCategory, FaultEvent, FaultPhoto, FaultReport

    place, now = add_municipality(code="2281").municipality, timezone.now()
    said = {"defaults": {"name": "Gatubelysning"}}
    category, _made = FaultCategory.objects.get_or_create(municipality=place, code="gatubelysning", **said)
    words = "Lyktan vid gångbanan är släckt sedan i fredags, och den bredvid blinkar. Ring 070-174 06 05 om ni undrar. "
    reports = FaultReport.objects.bulk_create(
        (_report(number, place, category, words, now - timedelta(days=80) * number / count) for number in range(count)),
        batch_size=2000,
    )
    FaultEvent.objects.bulk_create(
        (_event(report, kind, place) for report in reports for kind in ("received", "status")), batch_size=5000
    )
    photo: dict[str, Any] = {"kind": "photo", "content_type": "image/jpeg", "width": 640, "height": 480, "size": 9}
    FaultPhoto.objects.bulk_create(
        (FaultPhoto(report=report, name="foto-1.jpg", file="a", thumbnail="b", **photo) for report in reports),
        batch_size=5000,
    )


def _report(number: int, place: Any, category: Any, words: str, at: Any) -> Any:
    from participation.faults.models import FaultReport

    return FaultReport(
        number=f"F-2281-2026-{number:06d}", municipality=place, category=category, text=words * 2, place="Storgatan 12",
        lat=62.35 + number % 100 / 1000, lon=17.25 + number % 97 / 1000, position_source="map", status="in_progress",
        publicity="shown", shown_at=at, status_since=at, created_at=at, updated_at=at,
    )  # fmt: skip


def _event(report: Any, kind: str, place: Any) -> Any:
    from participation.faults.models import FaultEvent

    said = {"status": "in_progress", "municipality": place, "at": report.created_at}
    return FaultEvent(report=report, kind=kind, message="Vi åker dit på måndag.", **said)


if __name__ == "__main__":
    sys.exit(main())
