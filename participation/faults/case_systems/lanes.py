"""The worker's threads: a few for each case system that has something to do, so that a slow one delays no other,
and no mail. A thread ends when nothing is left, when the system pauses, or after a while; the clock starts it anew.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING

from django.db import Error, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.faults.models import CaseSystem, Dispatch

from .away import DATABASE_AWAY
from .carrying import carry
from .kinds import KINDS, adapter_of
from .looking import see_if_it_lists
from .polling import poll, wants_polling
from .taking import give_back, give_up_all, take, went_wrong
from .trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from .protocol import Adapter

log = logging.getLogger(__name__)
LANES = 4  # threads for one system; SQLite lets one write at a time
BATCH = 10
LONGEST = 45.0  # seconds of one thread
BREATH = 5.0  # between two signs of life of a worker that waits for its threads
_running: dict[tuple[int, int], threading.Thread] = {}


def start(now: datetime) -> None:
    """Start the threads that are missing, and return at once."""
    for key in [key for key, thread in _running.items() if not thread.is_alive()]:
        del _running[key]
    for system in CaseSystem.objects.in_use():
        for lane in range(_lanes_for(system, now)):
            if (system.pk, lane) not in _running:
                thread = threading.Thread(target=_lane, args=(system.pk, lane), name=f"case-system-{system.pk}-{lane}")
                _running[system.pk, lane] = thread
                thread.start()


def finish(between: Callable[[], object]) -> None:
    """For a worker that is about to stop: carry all that is due, for as long as that becomes less."""
    left, before = -1, 0
    while left and left != before:
        start(timezone.now())
        for thread in _running.values():
            while thread.is_alive():
                thread.join(timeout=BREATH)
                between()
        left, before = _due_now(), left


def _due_now() -> int:
    now = timezone.now()
    systems = [system for system in CaseSystem.objects.in_use() if system.kind in KINDS and not system.is_paused(now)]
    return Dispatch.objects.filter(system__in=systems).due(now).count()  # type: ignore[attr-defined]  # a chained queryset


def work(system: CaseSystem, *, stop: Callable[[], bool] = lambda: False) -> int:
    """Carry what is due, until nothing is left or the system does not answer. Returns how many were taken."""
    taken, there = 0, None
    try:
        adapter = adapter_of(system)
    except Trouble as trouble:
        went_wrong(system, trouble.words, pause=True)
        give_up_all(system, now=timezone.now())
        return 0
    try:
        while not stop():
            rows = take(system, now=timezone.now(), limit=BATCH)
            if not rows:
                if there is not None:
                    see_if_it_lists(there, adapter)
                break
            taken += len(rows)
            there = _carry_all(system, rows, adapter, stop) or there
            system.refresh_from_db()
            if system.is_paused(timezone.now()):
                give_up_all(system, now=timezone.now())
                break
        return taken
    finally:
        adapter.close()


def _carry_all(system: CaseSystem, rows: list[Dispatch], adapter: Adapter, stop: Callable[[], bool]) -> Dispatch | None:
    """One of those that became cases, if any did."""
    left, there = deque(rows), None
    try:
        while left:
            row = left.popleft()
            row.system = system  # one for all: its failures are counted together
            if stop() or system.is_paused(timezone.now()):
                give_back(row)
            elif carry(row, adapter):
                there = row
    except BaseException:  # this thread is over: the rest is for the next one at once, not when the leases have run out
        with suppress(Error):
            for row in left:
                give_back(row)
        raise
    return there


def _lanes_for(system: CaseSystem, now: datetime) -> int:
    if system.kind not in KINDS or system.is_paused(now):
        return 0
    due = Dispatch.objects.filter(system=system).due(now)  # type: ignore[attr-defined]  # a chained queryset
    waiting = due[: LANES * BATCH].count()
    wanted = -(-waiting // BATCH)
    most = LANES if connection.vendor == "postgresql" else 1
    return min(max(wanted, int(wants_polling(system, now))), most)


def _lane(pk: int, lane: int) -> None:
    ends = time.monotonic() + LONGEST
    try:
        system = CaseSystem.objects.get(pk=pk)
        if lane == 0 and wants_polling(system, timezone.now()):
            _poll(system)
        work(system, stop=lambda: time.monotonic() > ends or not threading.main_thread().is_alive())
    except (*DATABASE_AWAY, CaseSystem.DoesNotExist) as error:
        log.warning("the database is away from case system %s: %s", pk, type(error).__name__)
    except Exception:
        log.exception("case system %s stumbled", pk)
    finally:
        connection.close()


def _poll(system: CaseSystem) -> None:
    try:
        adapter = adapter_of(system)
    except Trouble as trouble:
        went_wrong(system, trouble.words, pause=True)
        return
    try:
        poll(system, adapter, now=timezone.now())
    except DATABASE_AWAY:
        raise
    except Exception as error:  # an answer that nobody foresaw: what goes to the system goes all the same
        log.exception("case system %s could not be asked", system.pk)
        words = _("Systemets besked går inte att läsa (%(name)s). Be den som driver portalen att titta i loggen.")
        went_wrong(system, words % {"name": type(error).__name__}, pause=False)
    finally:
        adapter.close()
