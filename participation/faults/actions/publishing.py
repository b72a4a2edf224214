"""Whether others than the reporter and staff see a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from participation.faults.errors import AlreadySo, OnlyTheWhole
from participation.faults.models import FaultEvent, FaultReport, Publicity

from .locking import lock
from .recording import record

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User


@transaction.atomic
def set_publicity(*, report: FaultReport, by: User | None, publicity: str, note: str = "", now: datetime) -> FaultEvent:
    """Show it to everybody, or hide it from them; `note` is for staff. Raises AlreadySo, OnlyTheWhole.

    What is hidden is gone from list, map, page, feed and API with the same commit.
    """
    report = lock(report)
    if report.part_of_id:
        raise OnlyTheWhole
    if report.publicity == publicity:
        raise AlreadySo
    detail = {"from": report.publicity, "to": publicity}
    report.publicity = publicity
    if publicity == Publicity.SHOWN:
        report.shown_at = now
    report.save(update_fields=["publicity", "shown_at"])
    return record(report, FaultEvent.Kind.PUBLICITY, by=by, message=note, detail=detail, now=now)
