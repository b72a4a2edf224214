"""What must always be true of stored figures and trees, told by the app that stores them.

An app keeps its checks in `<app>/integrity.py`; `manage.py verify_integrity` finds and runs them.

Every stored figure that equals rows has one. The others say what happened, and no rows are left, or ever were, to count
them by: `FaultReport.reopened` (without those that were no mending), `Dispatch.photos_sent`, `photos_by_hand`,
`photos_unconfirmed` and `attempts`, `Letter.audience` and `left`, what a `Merger` moved that day, what an import run or
an `OverdueNotice` told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.module_loading import autodiscover_modules

if TYPE_CHECKING:
    from django.db.models import Model

Finding = Callable[[], Iterator[str]]


@dataclass(frozen=True)
class Check:
    name: str
    find: Finding
    repair: Callable[[], int] | None


_checks: dict[str, Check] = {}


def register(name: str, find: Finding, *, repair: Callable[[], int] | None = None) -> None:
    """`find()` yields a sentence for everything that is not as it should be; `repair()` returns how many it mended."""
    _checks[name] = Check(name, find, repair)


def checks() -> list[Check]:
    """Those of every app."""
    autodiscover_modules("integrity")
    return [_checks[name] for name in sorted(_checks)]


@dataclass(frozen=True)
class Counter:
    """A figure stored in `field` of `owners` that counts the rows behind `related` that meet `condition`."""

    owners: QuerySet[Any]
    field: str
    related: str
    condition: Q

    @property
    def name(self) -> str:
        return f"{self.owners.model._meta.label_lower}.{self.field}"

    def wrong(self) -> QuerySet[Any]:
        """One grouped query: (pk, stored, counted) of each row whose figure is not its count."""
        condition = Q(**{f"{self.related}__isnull": False}) & self.condition
        counted = (
            self.owners.order_by().values("pk", self.field).annotate(counted=Count(self.related, filter=condition))
        )
        return counted.filter(~Q(**{self.field: F("counted")})).values_list("pk", self.field, "counted")

    def find(self) -> Iterator[str]:
        for pk, stored, counted in self.wrong().iterator():
            yield f"{self.name} of {pk} is {stored}, but there are {counted}"

    def repair(self) -> int:
        """Each row is locked and counted again, so that what happens meanwhile is counted too."""
        wrong = [pk for pk, _stored, _counted in self.wrong()]
        for pk in wrong:
            with transaction.atomic():
                row: Model = self.owners.model._base_manager.select_for_update(no_key=True, of=("self",)).get(pk=pk)
                self.owners.model._base_manager.filter(pk=row.pk).update(**{self.field: self._count_again()})
        return len(wrong)

    def _count_again(self) -> Coalesce:
        again = (
            self.owners.model._base_manager.filter(pk=OuterRef("pk"))
            .values("pk")
            .annotate(n=Count(self.related, filter=Q(**{f"{self.related}__isnull": False}) & self.condition))
            .values("n")
        )
        return Coalesce(Subquery(again), 0, output_field=IntegerField())


def register_counter(owners: QuerySet[Any], field: str, related: str, condition: Q = Q()) -> None:  # noqa: B008 - never changed
    counter = Counter(owners, field, related, condition)
    register(counter.name, counter.find, repair=counter.repair)
