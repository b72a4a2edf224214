"""Asking the case systems what happened: all the time for the last minutes, and now and then for the last day."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from participation.faults.models import CaseSystem

from .hearing import hear_all
from .kinds import KINDS
from .taking import went_well, went_wrong
from .trouble import Down, Slow, Trouble

if TYPE_CHECKING:
    from datetime import datetime

    from .protocol import Adapter

log = logging.getLogger(__name__)
EVERY = timedelta(seconds=30)
OVERLAP = timedelta(minutes=5)  # clocks differ, and what is known already costs nothing
CATCH_UP_EVERY, CATCH_UP = timedelta(hours=6), timedelta(hours=24)


def wants_polling(system: CaseSystem, now: datetime) -> bool:
    return KINDS[system.kind].is_polled and (system.polled_at is None or system.polled_at <= now - EVERY)


def poll(system: CaseSystem, adapter: Adapter, *, now: datetime) -> int:
    """By one worker at a time. Returns how many updates were new."""
    waited = Q(polled_at__isnull=True) | Q(polled_at__lte=now - EVERY)
    if not CaseSystem.objects.filter(waited, pk=system.pk).update(polled_at=now):
        return 0
    catches_up = system.caught_up_at is None or system.caught_up_at <= now - CATCH_UP_EVERY
    since = (system.seen_until or now) - OVERLAP
    if catches_up:
        since = min(since, now - CATCH_UP)
    try:
        new = hear_all(system, adapter.changes_since(since, now + OVERLAP), now=now)
    except Trouble as trouble:
        log.warning("case system %s could not be asked: %s", system.pk, type(trouble).__name__)
        went_wrong(system, trouble.words, pause=isinstance(trouble, Down | Slow))
        return 0
    CaseSystem.objects.filter(pk=system.pk).update(seen_until=now, **({"caught_up_at": now} if catches_up else {}))
    went_well(system)
    return new
