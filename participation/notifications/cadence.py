"""How often a person is mailed about what, and when the next mail with several news goes."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from .models import Cadence, MailPreference, Reason

if TYPE_CHECKING:
    from collections.abc import Iterable

    from participation.accounts.models import User

USUAL: dict[str, Cadence] = dict.fromkeys(Reason.values, Cadence.AT_ONCE) | {
    Reason.INTERESTS.value: Cadence.DAILY  # a whole municipality would fill a letter box one by one
}
GATHERED = (Cadence.DAILY, Cadence.WEEKLY)
SENT_AT = time(7, 0)  # never an hour that is skipped or comes twice when the clocks change
MONDAY = 0


def next_digest(cadence: str, now: datetime) -> datetime:
    """The first seven o'clock after `now`, by the clocks of the country; for a weekly mail the first on a Monday."""
    here = timezone.get_default_timezone()
    day = now.astimezone(here).date()
    while True:
        at = datetime.combine(day, SENT_AT, tzinfo=here)
        if at > now and (cadence != Cadence.WEEKLY or day.weekday() == MONDAY):
            return at
        day += timedelta(days=1)


def wishes_of(people: Iterable[User | int]) -> dict[tuple[int, str], str]:
    """What the people chose themselves, by (person, reason)."""
    rows = MailPreference.objects.filter(person__in=list(people))
    return {(person, reason): cadence for person, reason, cadence in rows.values_list("person", "reason", "cadence")}


def cadences_of(person: User | int) -> dict[str, str]:
    """By reason, all of them."""
    return USUAL | {reason: cadence for (_person, reason), cadence in wishes_of([person]).items()}
