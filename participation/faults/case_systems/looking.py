"""Searching for a case, and whether a system lists cases of ours: only then is it believed that there is none."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.utils import timezone

from participation.faults.models import CaseSystem

from .away import DATABASE_AWAY
from .tickets import ticket_of
from .trouble import Trouble

if TYPE_CHECKING:
    from datetime import datetime

    from participation.faults.models import Dispatch

    from .protocol import Adapter, Ticket

log = logging.getLogger(__name__)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=10), timedelta(days=1)


def look_for(row: Dispatch, adapter: Adapter, ticket: Ticket) -> str | None:
    try:
        return adapter.find(ticket)
    finally:
        if adapter.listed_ours and row.system.listed_ours_at is None:
            row.system.listed_ours_at = timezone.now()
            unseen = CaseSystem.objects.filter(pk=row.system.pk, listed_ours_at__isnull=True)
            unseen.update(listed_ours_at=row.system.listed_ours_at)


def see_if_it_lists(row: Dispatch, adapter: Adapter) -> None:
    """By a case that is there. Seldom: a list can have hundreds of pages, and some systems never list what is ours."""
    if adapter.listed_ours or not _is_time_for(row.system, timezone.now()):
        return
    try:
        with suppress(Trouble):
            look_for(row, adapter, ticket_of(row))
    except DATABASE_AWAY:
        raise
    except Exception:
        log.exception("it could not be seen whether case system %s lists cases of ours", row.system.pk)


def _is_time_for(system: CaseSystem, now: datetime) -> bool:
    """And then not for anybody else, for ever longer. The database lets one of several threads have it."""
    if system.listed_ours_at is not None or (system.look_again_at is not None and system.look_again_at > now):
        return False
    due = Q(look_again_at__isnull=True) | Q(look_again_at__lte=now)
    wait = min(FIRST_WAIT * 2 ** min(system.looks, 10), LONGEST_WAIT)
    rows = CaseSystem.objects.filter(due, pk=system.pk, listed_ours_at__isnull=True)
    return bool(rows.update(look_again_at=now + wait, looks=F("looks") + 1))
