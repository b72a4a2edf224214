"""What must always be true of numbers that are given in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models.functions import Length

from participation.core import integrity

from .models import ReferenceSeries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from django.db.models import QuerySet


def register_series(kind: str, rows: QuerySet[Any], field: str) -> None:
    """No series of this kind stands before the last number that `field` of `rows` holds: it would give one twice."""

    def last_given(series: ReferenceSeries) -> int:
        prefix = f"{series.prefix}-"
        given = rows.filter(**{f"{field}__startswith": prefix}).order_by(Length(field).desc(), f"-{field}")
        latest: str | None = given.values_list(field, flat=True).first()
        return int(latest.removeprefix(prefix)) if latest else 0

    def behind() -> Iterator[str]:
        for series in ReferenceSeries.objects.filter(kind=kind).select_related("municipality").order_by("pk"):
            if series.last < (given := last_given(series)):
                yield f"{series.prefix} stands at {series.last}, but number {given} is given"

    def catch_up() -> int:
        mended = 0
        with transaction.atomic():
            for series in ReferenceSeries.objects.filter(kind=kind).select_for_update(of=("self",)).order_by("pk"):
                if series.last < (given := last_given(series)):
                    ReferenceSeries.objects.filter(pk=series.pk).update(last=given)
                    mended += 1
        return mended

    integrity.register(f"places.series_of_{rows.model._meta.model_name}", behind, repair=catch_up)
