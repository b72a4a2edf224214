"""Leases on dispatches. Who holds one has a fence; when the lease has run out and somebody else took it, the fence
is another, and whatever the first holder writes is written nowhere."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.faults.models import CaseSystem, Dispatch

from .told import plain

if TYPE_CHECKING:
    from datetime import datetime

LEASE = timedelta(minutes=3)  # longer than any one request may last
LONGEST_WAIT = timedelta(hours=1)
LONGEST_PAUSE = timedelta(minutes=2)
GIVE_UP_AFTER = timedelta(days=4)
ROW = ("system", "report__category", "report__municipality")
State = Dispatch.State


class Overtaken(Exception):
    """The lease ran out, and another worker goes on from the last step that was written down."""


def wait_before(attempt: int) -> timedelta:
    """Half a minute, then twice as long each time, an hour at most."""
    return min(timedelta(seconds=30) * 2 ** min(max(attempt, 1) - 1, 10), LONGEST_WAIT)


def take(system: CaseSystem, *, now: datetime, limit: int) -> list[Dispatch]:
    due = Dispatch.objects.filter(system=system).due(now)  # type: ignore[attr-defined]  # a chained queryset
    if not due.exists():
        return []
    with transaction.atomic():
        rows = due.order_by("next_attempt_at", "id")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        taken = list(rows.select_related(*ROW)[:limit])
        Dispatch.objects.filter(pk__in=[row.pk for row in taken]).update(
            state=State.SENDING, leased_until=timezone.now() + LEASE, fence=F("fence") + 1
        )
    for row in taken:
        row.fence += 1
    return taken


def write(row: Dispatch, **values: Any) -> None:
    """On the row that we hold, and a longer lease with it. Raises Overtaken."""
    values.setdefault("leased_until", timezone.now() + LEASE)
    held = Dispatch.objects.filter(pk=row.pk, state=State.SENDING, fence=row.fence)
    if not held.update(**values):
        raise Overtaken
    for name, value in values.items():
        setattr(row, name, value)


def finish(row: Dispatch) -> None:
    """Done, unless something more happened meanwhile: whoever queues that waits for this row, or comes after it."""
    with transaction.atomic():
        write(row, state=State.DONE, leased_until=None, attempts=0, error="", done_at=timezone.now())
        if row.updates.filter(sent_at__isnull=True).exists():
            now = timezone.now()
            Dispatch.objects.filter(pk=row.pk).update(state=State.WAITING, next_attempt_at=now, waiting_since=now)


def put_off(row: Dispatch, error: str, *, wait: timedelta, counts: bool = True) -> None:
    attempts = row.attempts + 1 if counts else row.attempts
    write(
        row,
        state=State.WAITING,
        leased_until=None,
        attempts=attempts,
        next_attempt_at=timezone.now() + wait,
        error=_told(row.system, error),
    )


def give_up(row: Dispatch, error: str) -> None:
    """Words that nothing is left of would be none: a hand-over that is dead says why."""
    words = _told(row.system, error) or _("Det gick inte att skicka.")
    write(row, state=State.DEAD, leased_until=None, attempts=row.attempts + 1, error=words)


def give_back(row: Dispatch) -> None:
    Dispatch.objects.filter(pk=row.pk, state=State.SENDING, fence=row.fence).update(
        state=State.WAITING, leased_until=None
    )


def _told(system: CaseSystem, error: str) -> str:
    return system.without_secrets(plain(error))[:300] if error else ""


def went_well(system: CaseSystem) -> None:
    if system.failures:
        CaseSystem.objects.filter(pk=system.pk).update(failures=0, failing_since=None, paused_until=None, error="")
        system.failures, system.paused_until = 0, None


def went_wrong(system: CaseSystem, error: str, *, pause: bool) -> None:
    """A pause holds back all of the system's reports, so that ten thousand do not each wait for the same silence."""
    now = timezone.now()
    CaseSystem.objects.filter(pk=system.pk).update(failures=F("failures") + 1, error=_told(system, error))
    CaseSystem.objects.filter(pk=system.pk, failing_since__isnull=True).update(failing_since=now)
    system.failures += 1
    if pause:
        wait = min(timedelta(seconds=5) * 2 ** min(system.failures - 1, 6), LONGEST_PAUSE)
        system.paused_until = now + wait
        CaseSystem.objects.filter(pk=system.pk).update(paused_until=system.paused_until)


def give_up_all(system: CaseSystem, *, now: datetime) -> None:
    """Of a system that has been away for days: ten thousand reports do not each try it in vain."""
    since = now - GIVE_UP_AFTER
    if not CaseSystem.objects.filter(pk=system.pk, failing_since__lte=since).exists():
        return
    words = _("Systemet har inte svarat på %(days)d dagar. Skicka igen när det svarar.") % {"days": GIVE_UP_AFTER.days}
    waiting = Dispatch.objects.filter(system=system, state=State.WAITING, waiting_since__lte=since)
    waiting.update(state=State.DEAD, error=words)
