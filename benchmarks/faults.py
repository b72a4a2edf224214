"""`make bench`, fault reports: what the portal promises of speed, and whether it holds.

    python -m benchmarks.faults [small|queue|large] [map] [desk] [open311] [submit] [drain]

`small` tries the measurements on 10,000 reports in a minute or two, `queue` drains as many with 10,000 queued for each
of two case systems; `large` is what is promised: the same queue, and 1,000,000 reports, of which 100,000 are open.
Without a size, large; without a name, all five.
On a PostgreSQL of its own, over HTTP, of gunicorn with two workers and production settings; benchmarks/faults.csv
keeps what `queue` and `large` found. Photos and clients share the machine with the portal: run it where nothing else
runs; `load` tells how much did.
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
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from scripts import postgres

from . import clients
from .clients import Answered, Call, ask
from .draining import drain
from .serving import environment, serving

if TYPE_CHECKING:
    from collections.abc import Callable

RESULTS = Path(__file__).parent / "faults.csv"
COLUMNS = ["when", "reports", "what", "queries", "median_ms", "p95_ms", "each_second", "kB", "promised", "held",
           "load", "machine"]  # fmt: skip
SIZES = {  # reports, queued for each case system, reports that are sent with photos
    "small": (10_000, 200, 12),
    "queue": (10_000, 10_000, 12),
    "large": (1_000_000, 10_000, 120),
}
# One machine is everybody here, and its staff have no telephone at hand.
NO_LIMITS = {"LIMIT_FAULT": "off", "LIMIT_OPEN311": "off", "STAFF_SECOND_FACTOR": "false"}
CLIENTS, ROUNDS = 4, 40
ASKED_OF_OPEN311 = (
    "requests.xml", "requests.json", "requests.json?extensions=true", "requests.json?page_size=50",
    "requests.json?lat=62.3908&long=17.3069&radius=5000", "requests.json?status=open&service_code=gatubelysning",
)  # fmt: skip
PHOTO_BYTES = 4_000_000


def main() -> int:
    asked = arguments()
    reports, queued, sent = SIZES[asked.size]
    with tempfile.TemporaryDirectory(prefix="samskapa-bench-") as folder, postgres.running() as url:
        port = postgres.free_port()
        os.environ.update(environment(Path(folder), url, port) | NO_LIMITS)
        table = Table(reports)
        prepare(reports)
        with serving(port, Path(folder) / "web.log"):
            for name in [name for name in PARTS if name in asked.parts]:
                PARTS[name](table, port, sent)
        if "drain" in asked.parts:
            measure_drain(table, queued, Path(folder))
    table.show()
    if asked.size != "small":
        table.keep()
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", choices=[*SIZES, *PARTS, "drain", []], metavar="size or part")
    words = parser.parse_args().words
    sizes = [word for word in words if word in SIZES]
    parts = [word for word in words if word not in SIZES] or [*PARTS, "drain"]
    return argparse.Namespace(size=sizes[0] if sizes else "large", parts=parts)


def prepare(reports: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from home.actions import add_municipality

    from .fault_rows import Filling

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    municipality = add_municipality(code="2281").municipality
    municipality.is_open = True
    municipality.save()
    started = time.perf_counter()
    Filling(municipality, reports).fill()
    print(f"{reports:,} fault reports filled in in {time.perf_counter() - started:.0f} s", flush=True)
    connection.close()


# --- the parts


def measure_map(table: Table, port: int, sent: int) -> None:
    """From the whole municipality to a street corner, in the thick of it; open ones, and all."""
    from participation.faults.grid import Frame

    west, south, east, north = 16.2, 62.0, 17.9, 62.9
    frame, paths = Frame(west, south, east, north), ["/felanmalan/anmalda/2281/"]
    while True:
        paths += [f"/felanmalan/anmalda/2281/?{more}ruta={frame.written}" for more in ("", "visa=alla&")]
        lon, lat = frame.middle
        east, north = (17.3069 - lon) / (frame.east - frame.west), (62.3908 - lat) / (frame.north - frame.south)
        closer = frame.moved(east, north).resized(0.5)
        if closer.east - closer.west > 0.9 * (frame.east - frame.west):
            break  # as near as one comes
        frame = closer
    slowest: list[tuple[float, int, int]] = []
    for path in paths:
        answered = warmed(port, [Call(path)] * ROUNDS)
        queries, size = queries_of(path)
        slowest.append((p95(answered), queries, size))
        table.add(f"map, zoom {len(slowest)}", answered, queries=queries, size=size)
    worst, queries, size = (max(column) for column in zip(*slowest, strict=True))
    table.promise("map, the slowest zoom, p95 ms", worst, most=250)
    table.promise("map, the largest page, kB", size / 1000, most=200)


def measure_desk(table: Table, port: int, sent: int) -> None:
    from django.db import connection

    from participation.accounts.models import Role
    from participation.places.models import Municipality
    from tests.factories import staff

    from .run import session_of

    session = session_of(staff(Municipality.objects.get(code="2281"), Role.CASE_OFFICER))
    connection.close()
    for name, path in (("open", ""), ("mine", "?ko=mina"), ("late", "?ko=sena"), ("all", "?ko=alla")):
        path = f"/cms/felanmalningar/{path}"
        answered = warmed(port, [Call(path, session)] * ROUNDS * 2)
        queries, size = queries_of(path, session)
        table.add(f"staff list, {name}", answered, queries=queries, size=size)
        if name == "open":
            table.promise("staff list, p95 ms", p95(answered), most=150)
            table.promise("staff list, queries", queries, most=12)


def measure_open311(table: Table, port: int, sent: int) -> None:
    for what in ASKED_OF_OPEN311:
        path = f"/open311/2281/v2/{what}"
        answered = warmed(port, [Call(path)] * ROUNDS, at_once=1)
        queries, size = queries_of(path)
        table.add(f"Open311, {what}", answered, queries=queries, size=size)
        if what in ("requests.xml", "requests.json"):
            table.promise(f"Open311, 1,000 as {what.rpartition('.')[2]}, p95 ms", p95(answered), most=300)


def measure_submit(table: Table, port: int, sent: int) -> None:
    """Three photos of twelve megapixels and four megabytes each, as a telephone takes them."""
    clients.FILES = [a_photo(number) for number in range(3)]
    size = sum(len(photo) for _name, photo in clients.FILES)
    calls = [Call("/felanmalan/ny/2281/", fields=report_fields(number)) for number in range(sent + CLIENTS)]
    ask(port, calls[sent:], clients=CLIENTS)
    answered = ask(port, calls[:sent], clients=CLIENTS)
    table.add("submitting with three photos", answered, size=size, wanted=302)
    table.promise("submitting, p95 ms", p95(answered), most=1500)
    table.promise("submitting, a second", answered.each_second, least=5)
    must_have(sent + CLIENTS)


def measure_drain(table: Table, queued: int, folder: Path) -> None:
    found = drain(queued, folder)
    for kind, rate in found.each_second.items():
        table.promise(f"drained, {kind}, a second", rate, least=20)
    table.promise("worker, MB more at the end than after a tenth", found.most_mb - found.early_mb, most=20)


PARTS: dict[str, Callable[[Table, int, int], None]] = {
    "map": measure_map,
    "desk": measure_desk,
    "open311": measure_open311,
    "submit": measure_submit,
}


# --- what they share


def warmed(port: int, calls: list[Call], *, at_once: int = CLIENTS) -> Answered:
    ask(port, calls[: at_once * 2], clients=at_once)
    return ask(port, calls, clients=at_once)


def p95(answered: Answered) -> float:
    return statistics.quantiles(answered.taken, n=20)[-1]


def queries_of(path: str, session: str = "") -> tuple[int, int]:
    """How many queries, and how many bytes before they are packed."""
    from .run import answer_of

    queries, answer = answer_of(path, session)
    return queries, len(answer.content)


def a_photo(number: int) -> tuple[str, bytes]:
    """With as much noise as it takes to weigh what a photo weighs."""
    from PIL import Image

    image = Image.effect_noise((4000, 3000), 40 + number).convert("RGB")
    for quality in range(95, 20, -3):
        written = BytesIO()
        image.save(written, "JPEG", quality=quality)
        if len(written.getvalue()) <= PHOTO_BYTES:
            break
    return f"IMG_{number}.jpg", written.getvalue()


def report_fields(number: int) -> tuple[tuple[str, str], ...]:
    """`told`: as a device that sends by itself, which has nobody to tell of similar reports."""
    lon, lat = 17.30 + number % 50 / 1000, 62.39 + number % 37 / 1000
    return (
        ("csrfmiddlewaretoken", clients.TOKEN), ("client_key", str(uuid4())), ("text", "Lyktan hänger i kabeln."),
        ("lon", f"{lon:.6f}"), ("lat", f"{lat:.6f}"), ("source", "map"), ("told", "allt"),
        ("category", "gatubelysning"),
    )  # fmt: skip


def must_have(reports: int) -> None:
    from django.db import connection

    from participation.faults.models import FaultPhoto, FaultReport

    found = FaultReport.objects.filter(text="Lyktan hänger i kabeln.")
    photos = FaultPhoto.objects.filter(report__in=found).count()
    if (found.count(), photos) != (reports, 3 * reports):
        sys.exit(f"{reports} reports were acknowledged; {found.count()} are stored, with {photos} photos")
    connection.close()


class Table:
    def __init__(self, reports: int) -> None:
        self.reports, self.rows = reports, list[dict[str, Any]]()

    def add(self, what: str, answered: Answered, *, queries: int | str = "", size: int = 0, wanted: int = 200) -> None:
        wrong = set(answered.statuses) - {wanted}
        if wrong:
            sys.exit(f"{what} answered {wrong}: nothing was measured")
        self._row(
            what,
            queries=queries,
            median_ms=round(statistics.median(answered.taken), 1),
            p95_ms=round(p95(answered), 1),
            each_second=round(answered.each_second, 1),
            kB=round(size / 1000),
        )

    def promise(self, what: str, found: float, *, most: float | None = None, least: float | None = None) -> None:
        held = (most is None or found <= most) and (least is None or found >= least)
        promised = f"≤ {most:g}" if most is not None else f"≥ {least:g}"
        self._row(f"→ {what}: {found:.1f}", promised=promised, held="yes" if held else "NO")

    def _row(self, what: str, **measured: Any) -> None:
        row = dict.fromkeys(COLUMNS, "") | {
            "when": datetime.now(UTC).isoformat(timespec="seconds"),
            "reports": self.reports,
            "what": what,
            "load": round(os.getloadavg()[1], 1),
            "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}",
        }
        self.rows.append(row | measured)
        print(what, measured, flush=True)

    def show(self) -> None:
        print(f"\n{self.reports:,} fault reports")
        print(f"{'what':<62}{'queries':>8}{'median':>9}{'p95 ms':>9}{'a second':>10}{'kB':>8}{'promised':>10}  held")
        for row in self.rows:
            print(f"{row['what']:<62}{row['queries']:>8}{row['median_ms']:>9}{row['p95_ms']:>9}"
                  f"{row['each_second']:>10}{row['kB']:>8}{row['promised']:>10}  {row['held']}")  # fmt: skip

    def keep(self) -> None:
        is_new = not RESULTS.exists()
        with RESULTS.open("a", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            if is_new:
                writer.writeheader()
            writer.writerows(self.rows)


if __name__ == "__main__":
    sys.exit(main())
