"""Jobs that the worker runs by the clock. An app registers its own in `AppConfig.ready()`."""

from __future__ import annotations

import logging
import traceback
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from .models import PeriodicRun

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    name: str
    every: timedelta
    run: Callable[[datetime], object]
    finish: Callable[[Callable[[], object]], object] | None = None

    def is_due(self, started_at: datetime | None, now: datetime) -> bool:
        return started_at is None or started_at <= now - self.every

    def is_late(self, row: PeriodicRun, now: datetime, after: int) -> bool:
        """Nobody has begun it, or it has failed each time, for longer than can be borne."""
        grace = timedelta(seconds=after)
        if row.failing_since is not None and row.failing_since < now - grace:
            return True
        return row.started_at is not None and row.started_at < now - self.every - grace


_jobs: dict[str, Job] = {}


def register(
    name: str,
    *,
    seconds: int,
    run: Callable[[datetime], object],
    finish: Callable[[Callable[[], object]], object] | None = None,
) -> None:
    """`run(now)` is called every `seconds`, by one worker at a time. It must bear being called again.

    A job that goes on in threads of its own says by `finish(between)` how a worker that stops after this sees it done.
    """
    _jobs[name] = Job(name, timedelta(seconds=seconds), run, finish)


def jobs() -> dict[str, Job]:
    return dict(_jobs)


def run_due(*, now: datetime, between: Callable[[], object] = lambda: None) -> list[str]:
    """Run what is due and return the names. One job that fails does not stop the others.

    A worker that looks and finds nothing only reads. A job whose worker was killed half way runs again next time.
    `between()` is called after each.
    """
    started = dict(PeriodicRun.objects.values_list("name", "started_at"))
    ran = []
    for job in list(_jobs.values()):
        if job.is_due(started.get(job.name), now) and _claim(job, now):
            _run(job, now)
            ran.append(job.name)
            between()
    return ran


def finish_all(*, between: Callable[[], object]) -> None:
    """All that jobs left running, and all that is due of it. `between()` is called every few seconds."""
    for job in list(_jobs.values()):
        if job.finish is not None:
            _guarded(job, job.finish, between)


def _claim(job: Job, now: datetime) -> bool:
    """Only one worker gets true."""
    PeriodicRun.objects.get_or_create(name=job.name)
    waited_long_enough = Q(started_at__isnull=True) | Q(started_at__lte=now - job.every)
    return bool(PeriodicRun.objects.filter(waited_long_enough, name=job.name).update(started_at=now))


def _run(job: Job, now: datetime) -> None:
    if _guarded(job, job.run, now):
        PeriodicRun.objects.filter(name=job.name).update(finished_at=timezone.now(), failing_since=None)
    else:
        PeriodicRun.objects.filter(name=job.name, failing_since__isnull=True).update(failing_since=now)


def _guarded(job: Job, do: Callable[..., object], *given: object) -> bool:
    try:
        do(*given)
    except Exception as error:
        # Where it broke, without its words: those may hold a person's address or text.
        where = "".join(traceback.format_tb(error.__traceback__))
        log.error("periodic job %s failed: %s\n%s", job.name, type(error).__name__, where)
        return False
    return True
