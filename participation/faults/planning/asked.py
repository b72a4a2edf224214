"""What whoever plans chose: municipality, category, and a period of whole days."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode

from django.utils import timezone

from participation.faults.permissions import FIGURE_READERS, HANDLERS
from participation.faults.staff_forms import ReportFilter

if TYPE_CHECKING:
    from datetime import date

    from participation.faults.models import FaultCategory
    from participation.faults.querysets import FaultReportQuerySet
    from participation.places.models import Municipality

PERIOD, LONGEST = timedelta(days=365), timedelta(days=5 * 366)
SOME_MONTHS = timedelta(days=183)


class PlanFilter(ReportFilter):
    """The filter of the desk's list, without what tells of a single report; always with a period."""

    roles: ClassVar[tuple[str, ...]] = HANDLERS
    state = q = priority = rutor = ruta = None  # type: ignore[assignment]  # so Django leaves out a field

    def __init__(self, *args: Any, today: date, period: timedelta = PERIOD, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_valid()
        self.wishes: dict[str, Any] = self.cleaned_data if self.is_bound else {}
        self.last_day: date = min(self.wishes.get("until") or today, today)
        since = self.wishes.get("since") or self.last_day - period
        self.first_day: date = max(min(since, self.last_day), self.last_day - LONGEST)
        self.initial = {"since": self.first_day, "until": self.last_day}

    @property
    def only_municipality(self) -> Municipality | None:
        return self.wishes.get("municipality")

    @property
    def only_category(self) -> FaultCategory | None:
        return self.wishes.get("category")

    def chosen(self, reports: FaultReportQuerySet) -> FaultReportQuerySet:
        reports = reports.filter(created_at__gte=_morning(self.first_day), created_at__lt=_morning(self.last_day, 1))
        if self.only_municipality:
            reports = reports.filter(municipality=self.only_municipality)
        if self.only_category:
            reports = reports.filter(category=self.only_category)
        return reports

    def query(self, **more: str) -> str:
        """What was chosen, as an address says it: of the pages of planning and of the desk's list alike."""
        said = {
            "since": f"{self.first_day}",
            "until": f"{self.last_day}",
            "municipality": str(self.only_municipality.pk) if self.only_municipality else "",
            "category": str(self.only_category.pk) if self.only_category else "",
            **more,
        }
        return f"?{urlencode({name: value for name, value in said.items() if value})}"


class FigureFilter(PlanFilter):
    roles = FIGURE_READERS


def _morning(day: date, later: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=later), time.min))
