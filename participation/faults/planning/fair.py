"""How it goes with the faults of a municipality, as everybody may know it. docs/decisions/0013 says why it is so.

Counted are the reports of categories that the municipality shows, also those of them that others cannot read, so that
nothing looks better because it is hidden; but one to four such reports could be told from the public list, and then
none of them counts. Months are laid together from January until together they hold enough: whatever is added and
subtracted, also with what the page said last month, no smaller number comes out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from math import ceil
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.formats import date_format

from participation.faults.models import FaultCategory, FaultReport, Publicity

from .times import LEAST, PERCENTILES, waits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from participation.places.models import Municipality

    from .times import Waits

SHOWN, ENDED = Q(publicity=Publicity.SHOWN), Q(ended_at__isnull=False)


@dataclass(frozen=True)
class Month:
    first: date
    number: int = 0
    ended: int = 0
    unseen: int = 0  # of the number, those that others cannot read
    unseen_ended: int = 0

    @property
    def seen(self) -> Month:
        """Without those that others cannot read."""
        return Month(self.first, self.number - self.unseen, self.ended - self.unseen_ended)


@dataclass(frozen=True)
class Span:
    """Months that are told as one. `number` is None at the end of the year, while there is too little to tell."""

    months: tuple[Month, ...]
    number: int | None

    @property
    def first(self) -> date:
        return self.months[0].first

    @property
    def last(self) -> date:
        return self.months[-1].first

    @property
    def words(self) -> str:
        """ "januari", "mars–maj"."""
        ends = dict.fromkeys(date_format(month, "F") for month in (self.first, self.last))
        return "–".join(ends)


@dataclass(frozen=True)
class Fair:
    """A category. Everything is None where there is too little to tell; `number` is the sum of the spans that tell."""

    category: FaultCategory
    spans: list[Span]
    number: int | None
    ended: int | None  # of a hundred, to the next ten
    waits: list[int | None] = field(default_factory=list)  # whole days to answer and end, for each of PERCENTILES

    @property
    def tells(self) -> bool:
        return self.number is not None


def last_whole_month(today: date) -> date:
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)


def fair_figures(municipality: Municipality, *, year: int, until: date) -> list[Fair]:
    """By category, for the months of `year` through that of `until`. Four queries, whatever there is."""
    categories = list(FaultCategory.objects.filter(municipality=municipality).exclude(publicity=Publicity.HIDDEN))
    months = [date(year, number, 1) for number in range(1, 13) if date(year, number, 1) <= until]
    if not months:
        return []
    reports = FaultReport.objects.without_doubles().filter(
        part_of__isnull=True,  # others know of no parts
        municipality=municipality,
        category__in=categories,
        created_at__gte=_morning(months[0]),
        created_at__lt=_morning((months[-1] + timedelta(days=31)).replace(day=1)),
    )
    counted = _counted(reports)
    few = [pk for pk, found in counted.items() if 0 < sum(month.unseen for month in found.values()) < LEAST]
    for pk in few:
        counted[pk] = {first: month.seen for first, month in counted[pk].items()}
    reports = reports.filter(SHOWN | ~Q(category__in=few))
    took = [waits(reports, until=end, by=["category_id"]) for end in ("answered_at", "ended_at")]
    rows = [
        _fair(one, [counted.get(one.pk, {}).get(first, Month(first)) for first in months], took) for one in categories
    ]
    return [row for row in rows if row.category.is_active or row.number is not None]


def spans_of(months: Iterable[Month]) -> list[Span]:
    """Each as short as it can be. What is left at the end is not told: next month would tell what it was."""
    spans: list[Span] = []
    run: tuple[Month, ...] = ()
    for month in months:
        run = (*run, month)
        number, unseen = sum(one.number for one in run), sum(one.unseen for one in run)
        if number >= LEAST and (unseen == 0 or unseen >= LEAST):
            spans.append(Span(run, number))
            run = ()
    return [*spans, Span(run, None)] if run else spans


def _counted(reports: Any) -> dict[int, dict[date, Month]]:
    rows = (
        reports.order_by()
        .annotate(month=TruncMonth("created_at"))
        .values_list("category_id", "month")
        .annotate(
            number=Count("pk"),
            ended=Count("pk", filter=ENDED),
            unseen=Count("pk", filter=~SHOWN),
            unseen_ended=Count("pk", filter=~SHOWN & ENDED),
        )
    )
    found: dict[int, dict[date, Month]] = {}
    for category, month, *figures in rows:
        first = timezone.localdate(month)
        found.setdefault(category, {})[first] = Month(first, *figures)
    return found


def _fair(category: FaultCategory, months: list[Month], took: list[Waits]) -> Fair:
    spans = spans_of(months)
    told = [span for span in spans if span.number is not None]
    number = sum(span.number or 0 for span in told)
    ended = sum(month.ended for span in told for month in span.months)
    days = [_days(of.get((category.pk,), {}).get(percent)) for of in took for percent in PERCENTILES]
    return Fair(category, spans, number or None, _share(ended, number), days if number else [None] * len(days))


def _share(part: int, whole: int) -> int | None:
    """Nothing where the part or the rest is some single reports."""
    if not whole or 0 < part < LEAST or 0 < whole - part < LEAST:
        return None
    return round(10 * part / whole) * 10


def _days(wait: timedelta | None) -> int | None:
    """Within how many days: a started day counts."""
    return None if wait is None else max(ceil(wait / timedelta(days=1)), 1)


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
