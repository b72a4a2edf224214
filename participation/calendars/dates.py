"""What a calendar holds: days and moments that everybody may know of, each with a name that stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from participation.places.models import Municipality
    from participation.topics.models import Topic

PAST, AHEAD = timedelta(days=90), timedelta(days=3 * 365)
MOST = 500  # of each kind


@dataclass(frozen=True)
class Entry:
    """`name` is unique and stays while the date moves. `when` is a day, or a moment where the hour decides."""

    name: str
    when: date | datetime
    title: str
    text: str
    path: str
    changed_at: datetime

    @property
    def day(self) -> date:
        return timezone.localdate(self.when) if isinstance(self.when, datetime) else self.when


@dataclass(frozen=True)
class Wanted:
    """Of one topic, or of all that are public in a municipality, around today."""

    municipality: Municipality
    today: date
    topic: Topic | None = None

    @property
    def since(self) -> date:
        return self.today - PAST

    @property
    def until(self) -> date:
        return self.today + AHEAD

    def days(self, field: str) -> dict[str, tuple[date, date]]:
        return {f"{field}__range": (self.since, self.until)}

    def moments(self, field: str) -> dict[str, tuple[datetime, datetime]]:
        first, last = (
            timezone.make_aware(datetime.combine(day, datetime.min.time())) for day in (self.since, self.until)
        )
        return {f"{field}__range": (first, last)}

    def topics(self, path: str) -> dict[str, object]:
        """`path` is the way to the topic, such as `idea__topic`. Only what everybody may see."""
        found: dict[str, object] = {f"{path}__visibility": "public", f"{path}__municipality": self.municipality}
        return found | ({path: self.topic} if self.topic else {})
