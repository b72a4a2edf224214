"""How a municipality moderates, as everybody may know it: nothing about a single decision can be worked out.

Whole months are laid together until they hold enough decisions. Such a span is told once, and never changes: a decision
keeps its day, so nothing comes out by subtracting what the page said last month. In a span, what is less than LEAST is
laid together with the next smallest, until that too is enough: nothing comes out by subtracting from the whole.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from math import ceil
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import Appeal, Decision, Item

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from participation.places.models import Municipality

LEAST = 5  # fewer could tell about a single person: the minimum of all figures
ENOUGH = 2 * LEAST  # decisions in a span, so that they can be told apart at all
PERCENTILES = (50, 90)
Outcome = Decision.Outcome
COUNTED = (Outcome.HIDDEN, Outcome.KEPT, Outcome.WARNED, Outcome.RETURNED, Outcome.PAUSED)
REST = "rest"


@dataclass(frozen=True)
class Part:
    label: str
    number: int


@dataclass(frozen=True)
class Span:
    """Months told as one. `waits` are hours at most for the half and for nine of ten; None where there are too few."""

    first: date
    last: date
    number: int
    outcomes: list[Part] = field(default_factory=list)
    found: list[Part] = field(default_factory=list)
    waits: tuple[int | None, int | None] = (None, None)

    @property
    def words(self) -> str:
        return in_words(self.first, self.last)

    @property
    def waits_in_words(self) -> list[str]:
        return ["" if hours is None else how_long(hours) for hours in self.waits]


@dataclass(frozen=True)
class Appeals:
    """`changed` is None where it, or the rest, is some single appeals."""

    first: date
    last: date
    number: int
    changed: int | None

    @property
    def words(self) -> str:
        return in_words(self.first, self.last)


def last_whole_month(today: date) -> date:
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)


def decided(municipality: Municipality, *, until: date) -> list[Span]:
    """Newest first. Two questions, and one for the times."""
    rows = (
        Decision.objects.filter(municipality=municipality, outcome__in=COUNTED, decided_at__lt=after(until))
        .order_by()
        .annotate(month=TruncMonth("decided_at"))
        .values_list("month", "outcome", "rule", "found")
        .annotate(number=Count("pk"))
    )
    months: dict[date, Counter[tuple[str, str, str]]] = {}
    for month, outcome, rule, found, number in rows:
        months.setdefault(timezone.localdate(month), Counter())[outcome, rule, found] += number
    runs = spans_of({month: counted.total() for month, counted in months.items()}, until=until, enough=ENOUGH)
    took = _waits(municipality, runs)
    spans = []
    for run in runs:
        counted = sum((months[month] for month in run if month in months), Counter())
        outcomes: Counter[tuple[str, str]] = Counter()
        found_by: Counter[str] = Counter()
        for (outcome, rule, found), number in counted.items():
            outcomes[outcome, rule] += number
            found_by[found] += number
        spans.append(
            Span(
                run[0],
                run[-1],
                counted.total(),
                [Part(_outcome_in_words(key), number) for key, number in folded(outcomes)],
                [Part(_found_in_words(key), number) for key, number in folded(found_by)],
                took.get(run[0], (None, None)),
            )
        )
    return spans[::-1]


def appealed(municipality: Municipality, *, until: date) -> list[Appeals]:
    """Appeals that were answered, newest first. One question."""
    rows = (
        Appeal.objects.filter(decision__municipality=municipality, decided_at__lt=after(until))
        .order_by()
        .annotate(month=TruncMonth("decided_at"))
        .values_list("month", "outcome")
        .annotate(number=Count("pk"))
    )
    months: dict[date, Counter[str]] = {}
    for month, outcome, number in rows:
        months.setdefault(timezone.localdate(month), Counter())[outcome] += number
    told = []
    for run in spans_of({month: counted.total() for month, counted in months.items()}, until=until, enough=LEAST):
        counted = sum((months[month] for month in run if month in months), Counter())
        number, changed = counted.total(), counted[Appeal.Outcome.CHANGED]
        is_few = 0 < changed < LEAST or 0 < number - changed < LEAST
        told.append(Appeals(run[0], run[-1], number, None if is_few else changed))
    return told[::-1]


def spans_of(numbers: Mapping[date, int], *, until: date, enough: int) -> list[tuple[date, ...]]:
    """Months from the first with something, each run as short as it can be. What is left at the end is not told yet."""
    spans: list[tuple[date, ...]] = []
    run: tuple[date, ...] = ()
    month = min(numbers, default=after(until).date())
    while month <= until:
        run = (*run, month)
        if sum(numbers.get(one, 0) for one in run) >= enough:
            spans.append(run)
            run = ()
        month = (month + timedelta(days=31)).replace(day=1)
    return spans


def folded(counted: Mapping[Any, int]) -> list[tuple[Hashable, int]]:
    """Largest first; REST holds the small ones, and as many others as it takes to make it LEAST."""
    parts = sorted(counted.items(), key=lambda part: (-part[1], str(part[0])))
    rest = 0
    while parts and (parts[-1][1] < LEAST or 0 < rest < LEAST):
        rest += parts.pop()[1]
    return [*parts, (REST, rest)] if rest else list(parts)


def how_long(hours: int) -> str:
    if hours <= 48:
        return ngettext("%(n)d timme", "%(n)d timmar", hours) % {"n": hours}
    days = ceil(hours / 24)
    return ngettext("%(n)d dag", "%(n)d dagar", days) % {"n": days}


def in_words(first: date, last: date) -> str:
    """ "mars 2026", "mars–maj 2026", "november 2025–januari 2026"."""
    if first == last:
        return date_format(first, "F Y")
    return f"{date_format(first, 'F' if first.year == last.year else 'F Y')}–{date_format(last, 'F Y')}"


def after(month: date) -> datetime:
    return _morning((month + timedelta(days=31)).replace(day=1))


def _waits(municipality: Municipality, runs: Iterable[tuple[date, ...]]) -> dict[date, tuple[int, int]]:
    """By the first month of a run. Of what waited in the queue and was decided: not what a moderator came upon."""
    runs = list(runs)
    if not runs:
        return {}
    start = {month: run[0] for run in runs for month in run}
    of = {"decision__municipality": municipality, "decision__outcome__in": COUNTED}
    when = {"decision__decided_at__gte": _morning(runs[0][0]), "decision__decided_at__lt": after(runs[-1][-1])}
    rows = Item.objects.filter(**of, **when).order_by()
    took: dict[date, list[timedelta]] = {}
    for decided_at, since, settled_at in rows.values_list("decision__decided_at", "since", "settled_at").iterator():
        if settled_at is not None:
            first = start[timezone.localdate(decided_at).replace(day=1)]
            took.setdefault(first, []).append(settled_at - since)
    return {first: _percentiles(sorted(waits)) for first, waits in took.items() if len(waits) >= LEAST}


def _percentiles(waits: list[timedelta]) -> tuple[int, int]:
    """By nearest rank, in begun hours."""
    half, most = (waits[ceil(len(waits) * percent / 100) - 1] for percent in PERCENTILES)
    return _hours(half), _hours(most)


def _hours(wait: timedelta) -> int:
    return max(ceil(wait / timedelta(hours=1)), 1)


def _outcome_in_words(key: Any) -> str:
    if key == REST:
        return _("Övrigt, för få för att visas var för sig")
    outcome, rule = key
    said = str(Outcome(outcome).label)
    return f"{said}: {Decision.Reason(rule).label}" if rule else said


def _found_in_words(key: Any) -> str:
    return _("Övrigt, för få för att visas var för sig") if key == REST else str(Decision.Found(key).label)


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
