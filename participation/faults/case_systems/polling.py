"""Asking the case systems what happened: all the time for the last minutes, and now and then for the last day."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import ngettext

from participation.faults.models import CaseSystem, Dispatch

from .hearing import hear_all, hear_what_came_early
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
    """By one worker at a time. Returns how many updates were new.

    What could not be taken in does not hold back the rest: it is asked for again for a day, and staff see that.
    """
    waited = Q(polled_at__isnull=True) | Q(polled_at__lte=now - EVERY)
    if not CaseSystem.objects.filter(waited, pk=system.pk).update(polled_at=now):
        return 0
    catches_up = system.caught_up_at is None or system.caught_up_at <= now - CATCH_UP_EVERY
    since = (system.seen_until or now) - OVERLAP
    if catches_up:
        since = min(since, now - CATCH_UP)
    try:
        heard = hear_all(system, adapter.changes_since(since, now + OVERLAP), now=now)
    except Trouble as trouble:
        log.warning("case system %s could not be asked: %s", system.pk, type(trouble).__name__)
        went_wrong(system, trouble.words, pause=isinstance(trouble, Down | Slow))
        return 0
    stumbled = heard.stumbled
    if catches_up:  # also what fell between two transactions while we learnt its number
        known = Dispatch.objects.filter(system=system).exclude(external_id="")
        stumbled += hear_what_came_early(system, known.values("external_id"), now=now)
    words = ngettext(
        "%(n)d besked från systemet gick inte att ta in. Be den som driver portalen att titta i loggen.",
        "%(n)d besked från systemet gick inte att ta in. Be den som driver portalen att titta i loggen.",
        stumbled,
    )
    went_well(system)
    CaseSystem.objects.filter(pk=system.pk).update(
        seen_until=now,
        error=words % {"n": stumbled} if stumbled else "",
        **({"caught_up_at": now} if catches_up else {}),
    )
    return heard.new
