"""Staff send a report to a case system of their choice: it came in while that was off, or without a kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from participation.faults.errors import AlreadySo, NotHere, ReportEnded
from participation.faults.models import CaseSystem, CategoryInSystem

from .dispatching import come_back, dispatch_to
from .locking import lock

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from participation.accounts.models import User
    from participation.faults.models import Dispatch, FaultReport


def systems_to_choose(report: FaultReport) -> QuerySet[CaseSystem]:
    """In use where the report is, and without it."""
    has_it = report.dispatches.filter(left_at__isnull=True).values("system")
    return CaseSystem.objects.in_use().filter(municipalities=report.municipality_id).exclude(pk__in=has_it)


def code_there(report: FaultReport, system: CaseSystem) -> str:
    """What the report's category is called there, as far as anybody said."""
    row = CategoryInSystem.objects.filter(category=report.category_id, system=system).first()
    return row.code if row else ""


@transaction.atomic
def send_to_system(*, report: FaultReport, by: User, system: CaseSystem, code: str = "", now: datetime) -> Dispatch:
    """Beside any other that has it. Raises ReportEnded, NotHere for a system that is not in use there, AlreadySo."""
    report = lock(report)
    if not report.is_open:
        raise ReportEnded
    if not system.is_on or not system.municipalities.filter(pk=report.municipality_id).exists():
        raise NotHere
    if report.dispatches.filter(system=system, left_at__isnull=True).exists():
        raise AlreadySo
    come_back(report=report, system=system)
    return dispatch_to(report=report, system=system, code=code or code_there(report, system), now=now)
