"""How fast the worker drains what was queued for two case systems while they were away, and how its memory grows."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from .serving import ROOT, resident

if TYPE_CHECKING:
    from pathlib import Path

LONGEST = 3600.0
SYSTEMS = ("support_management", "open311")


@dataclass
class Drained:
    """By system: how many a second. Megabytes of the worker after the first tenth, and at most."""

    each_second: dict[str, float] = field(default_factory=dict)
    early_mb: float = 0.0
    most_mb: float = 0.0


def drain(count: int, folder: Path) -> Drained:
    """In an environment and a database that are ready. The systems are doubles, in a process of their own."""
    context = get_context("spawn")
    here, there = context.Pipe()
    doubles = context.Process(target=answer_for_ever, args=(there,), daemon=True)
    doubles.start()
    try:
        systems = prepare(count, here.recv())
        return measured(systems, count, folder)
    finally:
        doubles.terminate()
        doubles.join()


def answer_for_ever(pipe: Any) -> None:
    from django.conf import settings

    settings.configure()  # the doubles read forms as Django does
    from tests.faults.case_systems.open311_double import Open311Double
    from tests.faults.case_systems.support_double import SupportDouble

    with SupportDouble() as support, Open311Double() as open311:
        pipe.send({"support_management": support.url, "open311": f"{open311.url}/v2"})
        time.sleep(2 * LONGEST)


def prepare(count: int, urls: dict[str, str]) -> dict[int, str]:
    """The systems by key, each with a backlog."""
    from django.db import connection

    from participation.faults.models import CaseSystem, CategoryInSystem, FaultCategory
    from participation.places.models import Municipality

    from .fault_rows import queue

    place = Municipality.objects.get(code="2281")
    settings = {"municipality_id": "2281", "namespace": "FELANMALAN"}
    made = {}
    for kind in SYSTEMS:
        said = {**settings, "token_url": f"{urls[kind]}/token"}
        system = CaseSystem(name=kind, kind=kind, url=urls[kind], settings=said, is_on=True)
        system.keep_secrets(client_id="client", client_secret="secret", api_key="key")
        system.save()
        system.municipalities.add(place)
        code = f"bench-{kind.replace('_', '-')}"
        category = FaultCategory.objects.create(municipality=place, code=code, name=code)
        CategoryInSystem.objects.create(category=category, system=system, code="172")
        queue(system, place, category.pk, count)
        made[system.pk] = kind
    connection.close()
    return made


def measured(systems: dict[int, str], count: int, folder: Path) -> Drained:
    """Each system from the worker's first hand-over to the last."""
    with (folder / "worker.log").open("ab") as log:
        # A case system on loopback is refused elsewhere than in a demonstration.
        environment = {**os.environ, "DEMO": "true"}
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "worker", "--skip-checks"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
    found, began, ended = Drained(), dict.fromkeys(systems, 0.0), dict.fromkeys(systems, 0.0)
    stops = time.monotonic() + LONGEST
    try:
        while not all(ended.values()) and time.monotonic() < stops and worker.poll() is None:
            time.sleep(0.25)
            done, now = done_by_system(systems), time.monotonic()
            for key, number in done.items():
                began[key] = began[key] or (now - 0.25 if number else 0.0)
                ended[key] = ended[key] or (now if number == count else 0.0)
            if sum(done.values()) >= count * len(systems) / 10:
                found.early_mb = found.early_mb or resident(worker.pid)
                found.most_mb = max(found.most_mb, resident(worker.pid))
    finally:
        worker.terminate()
        with suppress(subprocess.TimeoutExpired):  # a thread that hears of ten thousand cases ends with the last one
            worker.wait(timeout=60)
        worker.kill()
    if not all(ended.values()):
        sys.exit(f"the backlog was not drained: {done_by_system(systems)}; see {folder / 'worker.log'}")
    found.each_second = {kind: count / (ended[key] - began[key]) for key, kind in systems.items()}
    return found


def done_by_system(systems: dict[int, str]) -> dict[int, int]:
    from django.db.models import Count

    from participation.faults.models import Dispatch

    rows = Dispatch.objects.filter(system__in=systems, state="done").order_by()
    counted = dict(rows.values_list("system").annotate(Count("pk")))
    return {key: counted.get(key, 0) for key in systems}
