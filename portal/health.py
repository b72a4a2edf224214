"""Whether the process lives, and whether the portal does its work: for supervisors, load balancers and alarms.

`/livez` touches nothing: a process that does not answer it should be started anew. `/readyz` asks all that the portal
stands on; each question gives up by itself after a moment. Neither says anything about people.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from participation.notifications import pulse
from participation.notifications.models import PeriodicRun

from .migrated import missing_migrations
from .patience import impatient

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.http import HttpRequest

    Answer = dict[str, Any]

KEPT_SECONDS = 2  # however often it is asked
MEGABYTE = 1024 * 1024


@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers. Touches nothing else."""
    return _never_kept(HttpResponse("ok\n", content_type="text/plain; charset=utf-8"))


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    answers: dict[str, Answer] | None = caches["local"].get("readyz")
    if answers is None:
        answers = look(now=timezone.now())
        caches["local"].set("readyz", answers, KEPT_SECONDS)
    ready = all(answer["ok"] for answer in answers.values())
    return _never_kept(JsonResponse({"ready": ready, "checks": answers}, status=200 if ready else 503))


def _never_kept(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response


def look(*, now: datetime) -> dict[str, Answer]:
    """Each check by name. What needs the database is not asked when that does not answer."""
    answers = {"disk": _asked(disk, now)}
    try:
        with impatient():
            answers["database"] = _asked(database, now)
            if answers["database"]["ok"]:
                return answers | {name: _asked(question, now) for name, question in IN_THE_DATABASE.items()}
    except DatabaseError as error:
        connection.close()
        answers["database"] = {"ok": False, "why": type(error).__name__}
    return answers | {name: {"ok": False, "why": "database"} for name in IN_THE_DATABASE}


def _asked(question: Callable[[datetime], Answer], now: datetime) -> Answer:
    try:
        return question(now)
    except Exception as error:  # its words may hold an address with a password
        return {"ok": False, "why": type(error).__name__}


def database(now: datetime) -> Answer:
    try_to_write()
    return {"ok": True}


class _Enough(Exception):
    pass


def try_to_write() -> None:
    """Write a row and take it back. Raises DatabaseError where nothing can be written."""
    try:
        with transaction.atomic():
            PeriodicRun.objects.create(name="readyz")
            raise _Enough
    except _Enough:
        pass


def migrations(now: datetime) -> Answer:
    missing = missing_migrations()
    return {"ok": not missing, "missing": len(missing)}


def worker(now: datetime) -> Answer:
    silence = pulse.silence(now)
    return {"ok": silence is not None and silence <= settings.READY_WORKER_SILENCE, "seconds": silence}


def mail(now: datetime) -> Answer:
    waited = pulse.oldest_mail(now)
    return {"ok": waited <= settings.READY_MAIL_LATE, "oldest_seconds": waited}


def jobs(now: datetime) -> Answer:
    late = pulse.late_jobs(now, after=settings.READY_JOBS_LATE)
    return {"ok": not late, "late": late}


def cache(now: datetime) -> Answer:
    """The shared one: without it each process counts its limits alone."""
    shared = caches["default"]
    if isinstance(shared, DatabaseCache):  # which goes on without its table
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(shared._table)  # type: ignore[attr-defined]  # of BaseDatabaseCache
            cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608
        return {"ok": True}
    shared.set("readyz", now.isoformat(), 60)
    return {"ok": shared.get("readyz") == now.isoformat()}


def disk(now: datetime) -> Answer:
    folders = {Path(settings.DATA_DIR), Path(settings.MEDIA_ROOT), Path(settings.PRIVATE_MEDIA_ROOT)}
    free = min(shutil.disk_usage(_existing(folder)).free for folder in folders) // MEGABYTE
    return {"ok": free >= settings.READY_DISK_FREE, "free_mb": free}


def _existing(folder: Path) -> Path:
    return next(place for place in (folder, *folder.parents) if place.exists())


IN_THE_DATABASE: dict[str, Callable[[datetime], Answer]] = {
    "migrations": migrations,
    "worker": worker,
    "mail": mail,
    "jobs": jobs,
    "cache": cache,
}
